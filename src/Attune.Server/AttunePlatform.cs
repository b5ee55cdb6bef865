using Attune.Configuration;
using Attune.Measurement;
using Attune.Realtime;
using Attune.Server.Configuration;
using Attune.Server.Ingest;
using Attune.Server.Metrics;
using Attune.Storage;
using Attune.Streaming;
using Attune.Tuning;
using Microsoft.Extensions.Logging;

namespace Attune.Server;

/// <summary>All rooms of one running program, wired together, without a network: what the server serves and a headless run uses alone.</summary>
public sealed class AttunePlatform : IAsyncDisposable
{
    private readonly TuningJournal _journal;

    /// <summary>Opens the store and starts measuring.</summary>
    /// <exception cref="StorageException">The store cannot be opened.</exception>
    public AttunePlatform(ResolvedConfiguration configuration, ILoggerFactory loggers, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        Configuration = configuration;
        Time = time ?? TimeProvider.System;
        Tunables = new TunableRegistry(Time);
        Collector = new MetricsCollector(new MetricsCollectorOptions { MeterPrefixes = ["Attune.", "Microsoft.AspNetCore.", "System.Runtime"] }, Time);
        Storage = AttuneStorage.Open(configuration.ToStorageSetup() with { Tunables = Tunables, Loggers = loggers, Time = Time });
        _journal = new TuningJournal(Tunables, Storage.Decisions, loggers.CreateLogger<TuningJournal>(), Time);
        Hub = new RealtimeHub(configuration.Get<RealtimeOptions>(), Tunables, Time);
        RealtimeChannels.DeclareOn(Hub);
        Pipeline = new IngestPipeline(
            Storage.Events, Hub, configuration.Get<StreamingOptions>(), configuration.Get<RealtimeOptions>(), loggers.CreateLogger<IngestPipeline>(), Time);
        Sampler = new MetricsSampler(Collector, Hub, Pipeline, Time);
        Sampler.Start();
    }

    /// <summary>The configuration in force.</summary>
    public ResolvedConfiguration Configuration { get; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>All knobs.</summary>
    public TunableRegistry Tunables { get; }

    /// <summary>All instruments.</summary>
    public MetricsCollector Collector { get; }

    /// <summary>The ledger and everything else that is kept.</summary>
    public IStorage Storage { get; }

    /// <summary>The live feed.</summary>
    public RealtimeHub Hub { get; }

    /// <summary>The way in.</summary>
    public IngestPipeline Pipeline { get; }

    /// <summary>One sample a second.</summary>
    public MetricsSampler Sampler { get; }

    /// <summary>Finishes what was taken in, then closes everything.</summary>
    public async ValueTask DisposeAsync()
    {
        Storage.EndPatience();
        try
        {
            await Pipeline.DisposeAsync();
            await Sampler.DisposeAsync();
        }
        finally
        {
            Hub.Dispose();
            await _journal.DisposeAsync();
            await Storage.DisposeAsync();
            Collector.Dispose();
        }
    }
}
