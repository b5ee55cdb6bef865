using System.Diagnostics;
using System.Text.Json;
using Attune.Measurement;
using Attune.Realtime;
using Attune.Server.Ingest;

namespace Attune.Server.Metrics;

/// <summary>Reads all instruments once a second, keeps the last ten minutes, and publishes each sample on the <c>metrics</c> channel.</summary>
public sealed class MetricsSampler : IAsyncDisposable
{
    /// <summary>Samples that are kept.</summary>
    public const int HistoryCapacity = 600;

    private const int ErrorWindow = 60;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly MetricsCollector _collector;
    private readonly RealtimeHub _hub;
    private readonly SourceRanking _sources;
    private readonly TimeProvider _time;
    private readonly Process _process = Process.GetCurrentProcess();
    private readonly Lock _gate = new();
    private readonly Queue<MetricsSample> _history = new();
    private readonly Queue<(long Errors, long Inputs)> _errors = new();
    private readonly CancellationTokenSource _stopping = new();
    private Task _sampling = Task.CompletedTask;
    private MetricsSnapshot _previous;
    private long _previousTimestamp;
    private TimeSpan _previousCpu;

    /// <summary>Makes a sampler; <see cref="Start"/> begins.</summary>
    public MetricsSampler(MetricsCollector collector, RealtimeHub hub, IngestPipeline pipeline, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(collector);
        ArgumentNullException.ThrowIfNull(pipeline);
        (_collector, _hub, _sources, _time) = (collector, hub, pipeline.Sources, time ?? TimeProvider.System);
        _previous = collector.Collect();
        _previousTimestamp = _time.GetTimestamp();
        _previousCpu = _process.TotalProcessorTime;
    }

    /// <summary>Reports the progress of a replay, while there is one.</summary>
    public Func<ReplayProgress?>? Replay { get; set; }

    /// <summary>Highest resident memory seen, in MiB.</summary>
    public double PeakMemoryMb { get; private set; }

    /// <summary>The latest samples, oldest first.</summary>
    public IReadOnlyList<MetricsSample> History(int count)
    {
        lock (_gate)
        {
            return [.. _history.Skip(Math.Max(0, _history.Count - count))];
        }
    }

    /// <summary>Begins to sample.</summary>
    public void Start() => _sampling = Task.Run(RunAsync);

    /// <summary>Takes one sample now.</summary>
    public MetricsSample Sample()
    {
        var snapshot = _collector.Collect();
        var timestamp = _time.GetTimestamp();
        var seconds = Math.Max(1e-3, _time.GetElapsedTime(_previousTimestamp, timestamp).TotalSeconds);
        var (now, before) = (IngestTotals.Of(snapshot), IngestTotals.Of(_previous));
        _process.Refresh();
        var cpu = _process.TotalProcessorTime;
        var memory = _process.WorkingSet64 / (1024.0 * 1024);
        PeakMemoryMb = Math.Max(PeakMemoryMb, memory);
        var latency = snapshot.Histogram(IngestInstruments.Latency);
        var interval = latency is null ? null : _previous.Histogram(IngestInstruments.Latency) is { } earlier ? latency.Subtract(earlier) : latency;

        var sample = new MetricsSample(
            _time.GetUtcNow(),
            Math.Round((now.Flows - before.Flows) / seconds, 1),
            Math.Round((now.Messages - before.Messages) / seconds, 1),
            LatencyPercentiles.Of(interval),
            Math.Round(memory, 1),
            Math.Round(Math.Clamp((cpu - _previousCpu).TotalSeconds / seconds / Environment.ProcessorCount * 100, 0, 100), 1),
            ErrorRate(now, before),
            _hub.ClientCount,
            (int)(snapshot.Sum("attune.storage.queue.length") ?? 0),
            now,
            BytesByProtocol(snapshot),
            _sources.Top(10),
            Replay?.Invoke());
        (_previous, _previousTimestamp, _previousCpu) = (snapshot, timestamp, cpu);
        lock (_gate)
        {
            if (_history.Count == HistoryCapacity)
            {
                _history.Dequeue();
            }

            _history.Enqueue(sample);
        }

        return sample;
    }

    /// <summary>Stops sampling.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _sampling;
        _stopping.Dispose();
        _process.Dispose();
    }

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(Period, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopping.Token))
            {
                var sample = Sample();
                if (_hub.IsWanted(RealtimeChannels.Metrics))
                {
                    _hub.Publish(RealtimeChannels.Metrics, json =>
                    {
                        json.WriteStartArray();
                        JsonSerializer.Serialize(json, sample, ServerJson.Default.MetricsSample);
                        json.WriteEndArray();
                    });
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    private double? ErrorRate(IngestTotals now, IngestTotals before)
    {
        var errors = now.DeadLetters - before.DeadLetters;
        _errors.Enqueue((errors, errors + now.Flows - before.Flows + now.Messages - before.Messages));
        if (_errors.Count > ErrorWindow)
        {
            _errors.Dequeue();
        }

        var inputs = _errors.Sum(entry => entry.Inputs);
        return inputs == 0 ? null : Math.Round((double)_errors.Sum(entry => entry.Errors) / inputs, 5);
    }

    private Dictionary<string, long> BytesByProtocol(MetricsSnapshot snapshot)
    {
        var bytes = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var series in snapshot.Find(IngestInstruments.Bytes))
        {
            var tag = series.Tags.FirstOrDefault(tag => tag.Key == "protocol");
            if (tag.Value is null)
            {
                continue;
            }

            var delta = (long)((series.Value ?? 0) - (_previous.Sum(IngestInstruments.Bytes, tag) ?? 0));
            if (delta > 0)
            {
                bytes[tag.Value] = delta;
            }
        }

        return bytes;
    }
}
