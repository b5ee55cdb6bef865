namespace Attune.Suites.Streaming.Nexmark;

/// <summary>Events a second and core that Flink's project has published for Nexmark: 3 workers of 8 cores, state in RocksDB, exactly-once.</summary>
internal static class FlinkRates
{
    /// <summary>The rate of a query; null where none is published.</summary>
    public static double? Of(NexmarkQuery query) => query.Number switch
    {
        0 => 155_000,
        1 => 158_000,
        2 => 175_000,
        3 => 152_000,
        4 => 34_000,
        5 => 22_000,
        7 => 12_000,
        8 => 146_000,
        _ => null,
    };
}
