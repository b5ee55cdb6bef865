using System.Collections.Concurrent;
using Attune.Streaming.Pipelines.DeadLetters;

namespace Attune.Streaming.Tests.Pipelines.DeadLetters;

public sealed class CollectDeadLetters : IDeadLetterSink
{
    public ConcurrentQueue<StreamDeadLetter> Letters { get; } = new();

    public ValueTask WriteAsync(StreamDeadLetter letter, CancellationToken cancellationToken)
    {
        Letters.Enqueue(letter);
        return ValueTask.CompletedTask;
    }
}
