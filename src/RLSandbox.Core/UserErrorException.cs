namespace RLSandbox.Core;

/// <summary>A mistake of the person at the keyboard: shown as its message alone, without a stack trace, with exit code 2.</summary>
/// <remarks>The message names the place, says what was expected and what was found, and what to do.</remarks>
public class UserErrorException : Exception
{
    /// <summary>An error that reads as <paramref name="message"/>.</summary>
    public UserErrorException(string message) : base(message)
    {
    }

    /// <summary>An error that reads as <paramref name="message"/>, caused by <paramref name="inner"/>.</summary>
    public UserErrorException(string message, Exception inner) : base(message, inner)
    {
    }
}
