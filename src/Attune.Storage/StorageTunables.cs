using Attune.Storage.Pool;
using Attune.Tuning;

namespace Attune.Storage;

/// <summary>The room's knobs.</summary>
internal sealed class StorageTunables
{
    public StorageTunables(StorageSetup setup)
    {
        var registry = setup.Tunables ?? new TunableRegistry(setup.Time);
        BatchSize = registry.Register(new TunableDefinition
        {
            Name = "storage.batch_size", Unit = "events", Description = "Most events that one transaction takes.",
            Minimum = 1, Maximum = StorageOptions.MaxBatchSize, Default = setup.Storage.BatchSize,
        });
        CommitDelay = registry.Register(new TunableDefinition
        {
            Name = "storage.commit_delay_ms", Unit = "ms", Description = "How long a transaction waits for further events after its first.",
            Minimum = 0, Maximum = 1000, Step = 0, Default = setup.Storage.CommitDelay.TotalMilliseconds,
        });
        SlowQuery = registry.Register(new TunableDefinition
        {
            Name = "storage.slow_query_ms", Unit = "ms", Description = "Queries that take longer are logged with their plan; 0 turns it off.",
            Minimum = 0, Maximum = 3_600_000, Step = 0, Default = setup.Storage.SlowQuery.TotalMilliseconds,
        });
        PoolMaxSize = registry.Register(ConnectionPool.Knob(setup.Pool));
    }

    public Tunable BatchSize { get; }

    public Tunable CommitDelay { get; }

    public Tunable SlowQuery { get; }

    public Tunable PoolMaxSize { get; }
}
