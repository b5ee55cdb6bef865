using System.Collections.Concurrent;

namespace Attune.Streaming.Tests.Pipelines.Enrichment;

/// <summary>A function whose answers a test gives by hand.</summary>
internal sealed class Answers
{
    private readonly ConcurrentDictionary<int, TaskCompletionSource<string>> _open = new();

    /// <summary>Calls so far.</summary>
    public ConcurrentQueue<int> Calls { get; } = new();

    public async ValueTask<string> AskAsync(int item, CancellationToken cancellationToken)
    {
        Calls.Enqueue(item);
        return await Of(item).Task.WaitAsync(cancellationToken);
    }

    public void Give(params int[] items)
    {
        foreach (var item in items)
        {
            Of(item).TrySetResult($"r{item}");
        }
    }

    public void Fail(int item, Exception error)
    {
        _open.TryRemove(item, out var open);
        open!.TrySetException(error);
    }

    private TaskCompletionSource<string> Of(int item) => _open.GetOrAdd(item, static _ => new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously));
}
