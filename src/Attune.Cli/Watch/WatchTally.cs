namespace Attune.Cli.Watch;

/// <summary>What came.</summary>
internal sealed class WatchTally
{
    public long Messages { get; private set; }

    public long Gaps { get; set; }

    /// <summary>Bytes of the payloads.</summary>
    public long Bytes { get; private set; }

    public void Add(int bytes)
    {
        Messages++;
        Bytes += bytes;
    }
}
