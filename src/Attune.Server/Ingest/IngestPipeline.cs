using System.Collections.Concurrent;
using Attune.Realtime;
using Attune.Storage;
using Attune.Streaming;
using Microsoft.Extensions.Logging;

namespace Attune.Server.Ingest;

/// <summary>The way of every event: into the ledger, then into the windows and to the live feed; only then is it acknowledged.</summary>
public sealed class IngestPipeline : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, IngestStream> _streams = new(StringComparer.Ordinal);
    private readonly IngestMeter _meter = new();
    private readonly IEventStore _store;
    private readonly StreamingOptions _options;
    private readonly LiveFeed _feed;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    /// <summary>Makes a pipeline without streams.</summary>
    public IngestPipeline(
        IEventStore store, RealtimeHub hub, StreamingOptions options, RealtimeOptions realtime, ILogger<IngestPipeline> logger, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(realtime);
        _store = store;
        _options = options;
        _time = time ?? TimeProvider.System;
        _feed = new LiveFeed(hub, realtime.FlowsPerMessage);
        _logger = logger;
        Sources = new SourceRanking();
    }

    /// <summary>The sources that have sent most bytes since the start, over all streams.</summary>
    public SourceRanking Sources { get; }

    /// <summary>What keeps the pipeline from working, if anything.</summary>
    public string? Fault => _streams.Values.Select(stream => stream.Fault).FirstOrDefault(fault => fault is not null);

    /// <summary>Opens a stream; a live one first restores its open windows from the ledger.</summary>
    /// <exception cref="InvalidOperationException">The stream is open already.</exception>
    public async Task<IngestStream> OpenAsync(string name, IngestMode mode, CancellationToken cancellationToken = default)
    {
        var stream = new IngestStream(name, mode, _store, _feed, _meter, Sources, _options, _time, _logger);
        if (!_streams.TryAdd(name, stream))
        {
            await stream.DisposeAsync();
            throw new InvalidOperationException($"The stream '{name}' is open already.");
        }

        try
        {
            await stream.StartAsync(cancellationToken);
            return stream;
        }
        catch
        {
            await CloseAsync(stream);
            throw;
        }
    }

    /// <summary>Processes what a stream was given, then closes it.</summary>
    public async Task CloseAsync(IngestStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        _streams.TryRemove(stream.Name, out _);
        await stream.DisposeAsync();
    }

    /// <summary>Closes all streams.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var stream in _streams.Values)
        {
            await CloseAsync(stream);
        }

        _meter.Dispose();
    }
}
