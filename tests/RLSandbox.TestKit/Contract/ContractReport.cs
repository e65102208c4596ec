namespace RLSandbox.TestKit.Contract;

/// <summary>What a checked run came across: a test asserts that the rules it is about were met with at all.</summary>
/// <param name="Started">Rows that began an episode after the reset.</param>
/// <param name="Terminated">Rows that terminated.</param>
/// <param name="Truncated">Rows that were truncated.</param>
/// <param name="Inactive">Rows times steps in which a row sat out.</param>
/// <param name="SeedMatters">Whether another seed gave another run under the same actions.</param>
public sealed record ContractReport(int Started, int Terminated, int Truncated, int Inactive, bool SeedMatters);
