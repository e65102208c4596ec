namespace RLSandbox.TestKit.Contract;

/// <summary>An environment broke the contract; the message says which rule, where and what was found.</summary>
public sealed class ContractException(string message) : Exception(message)
{
    /// <summary>Throws <paramref name="message"/> unless the rule holds.</summary>
    internal static void Require(bool holds, FormattableString message)
    {
        if (!holds) throw new ContractException(FormattableString.Invariant(message));
    }
}
