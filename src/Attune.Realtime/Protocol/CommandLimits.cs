namespace Attune.Realtime.Protocol;

/// <summary>What a command may hold; the length of the whole is limited before it is read.</summary>
internal static class CommandLimits
{
    /// <summary>Longest id that is a text, in characters.</summary>
    public const int IdLength = 64;

    /// <summary>Most names and patterns in one command.</summary>
    public const int Channels = 100;

    /// <summary>Longest API key, in characters.</summary>
    public const int KeyLength = 512;

    /// <summary>Longest epoch, in characters.</summary>
    public const int EpochLength = 64;

    /// <summary>Most channels that one command resumes: a pattern may have matched more than it has names.</summary>
    public const int ResumedChannels = 1000;

    /// <summary>Least <c>maxRate</c>, in messages a second.</summary>
    public const double MinRate = 0.01;

    /// <summary>Greatest <c>maxRate</c>, in messages a second.</summary>
    public const double MaxRate = 1000;
}
