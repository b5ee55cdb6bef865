namespace Attune.Lab.Load;

/// <summary>A load test cannot be run as asked; the message is one line that says what to change.</summary>
public sealed class LoadException : Exception
{
    /// <summary>An error without further words.</summary>
    public LoadException()
    {
    }

    /// <summary>An error with its one line.</summary>
    public LoadException(string message)
        : base(message)
    {
    }

    /// <summary>An error with its one line and its cause.</summary>
    public LoadException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
