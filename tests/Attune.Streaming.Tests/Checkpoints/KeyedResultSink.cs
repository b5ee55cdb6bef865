using System.Collections.Concurrent;
using Attune.Streaming.Pipelines.Sinks;

namespace Attune.Streaming.Tests.Checkpoints;

/// <summary>Keeps the last result of each identity, over several runs, and what was written twice with another value.</summary>
internal sealed class KeyedResultSink : ISink<(string Id, long Value)>
{
    public ConcurrentDictionary<string, long> Results { get; } = new();

    public ConcurrentQueue<string> Contradictions { get; } = new();

    public ValueTask OpenAsync(CancellationToken cancellationToken) => default;

    public ValueTask WriteAsync(ReadOnlyMemory<(string Id, long Value)> items, CancellationToken cancellationToken)
    {
        foreach (var (id, value) in items.Span)
        {
            if (Results.TryGetValue(id, out var before) && before != value)
            {
                Contradictions.Enqueue($"{id}: {value} after {before}");
            }

            Results[id] = value;
        }

        return default;
    }

    public ValueTask FlushAsync(CancellationToken cancellationToken) => default;

    public ValueTask DisposeAsync() => default;
}
