namespace Attune.Cli;

/// <summary>The user can put this right; the message is one line that says how. Exit code 2.</summary>
internal sealed class UserErrorException(string message) : Exception(message);
