using Attune.Events;
using Attune.Streaming.Pipelines.Sinks;
using Attune.Streaming.Windows;

namespace Attune.Streaming.Flows;

/// <summary>Reports the windows that a watermark has closed together with it, earliest first.</summary>
internal sealed class FlowWindowSink(string stream, Func<DateTime, IReadOnlyList<WindowResult>, Task> closed) : IMarkedSink<Pane<NoKey, FlowWindow>>
{
    private List<WindowResult> _results = [];

    public ValueTask OpenAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask WriteAsync(ReadOnlyMemory<Pane<NoKey, FlowWindow>> items, CancellationToken cancellationToken)
    {
        foreach (ref readonly var pane in items.Span)
        {
            _results.Add(pane.Value.ToResult(stream, pane.Window));
        }

        return ValueTask.CompletedTask;
    }

    public async ValueTask AdvanceAsync(long watermark, CancellationToken cancellationToken)
    {
        if (_results.Count > 0)
        {
            var results = _results;
            _results = [];
            await closed(new DateTime(watermark, DateTimeKind.Utc), results);
        }
    }

    public ValueTask FlushAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
