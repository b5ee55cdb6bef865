using Attune.Events;
using Attune.Streaming;
using Attune.Streaming.Windows;

namespace Attune.Suites.Streaming;

/// <summary>A windowed stream that keeps what it reports.</summary>
internal sealed class StreamRun : IAsyncDisposable
{
    /// <summary>Length of a window.</summary>
    public static readonly TimeSpan WindowSize = TimeSpan.FromMinutes(1);

    /// <summary>Events that are sent at once.</summary>
    public const int BatchSize = 2048;

    /// <summary>Time between two flows: some thirty windows in 200,000 of them.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    private readonly List<WindowResult> _results = [];
    private readonly WindowedStream _stream;
    private int _late;

    public StreamRun(StreamingOptions options) => _stream = new WindowedStream(
        "benchmark", new TumblingWindows(WindowSize), options,
        (_, windows) =>
        {
            _results.AddRange(windows);
            return Task.CompletedTask;
        },
        _ => _late++);

    /// <summary>Sends a batch whose events are in order of time, and its watermark.</summary>
    public ValueTask SendAsync(IReadOnlyList<StreamRecord> records, CancellationToken cancellationToken) =>
        _stream.SendAsync(records, records[^1].Timestamp, cancellationToken);

    /// <summary>Closes all windows and returns them.</summary>
    /// <exception cref="InvalidOperationException">Events came late.</exception>
    public async Task<IReadOnlyList<WindowResult>> CloseAsync(CancellationToken cancellationToken)
    {
        await _stream.CloseAllAsync(cancellationToken);
        await _stream.DrainAsync();
        return _late == 0 ? _results : throw new InvalidOperationException($"{_late} events were late.");
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();
}
