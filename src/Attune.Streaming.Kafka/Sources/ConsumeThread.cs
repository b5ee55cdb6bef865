using System.Diagnostics;
using Confluent.Kafka;

namespace Attune.Streaming.Kafka.Sources;

/// <summary>
/// Waits for records on a thread of its own, because librdkafka can only wait by blocking: many idle sources would else hold as many threads
/// of the pool. One wait at a time.
/// </summary>
internal sealed class ConsumeThread : IDisposable
{
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(50);

    private readonly IConsumer<bool, bool> _consumer;
    private readonly SemaphoreSlim _asked = new(0);
    private readonly Thread _thread;
    private TaskCompletionSource<ConsumeResult<bool, bool>?>? _answer;
    private TimeSpan _patience;
    private CancellationToken _cancellation;
    private volatile bool _ended;

    public ConsumeThread(IConsumer<bool, bool> consumer, string name)
    {
        _consumer = consumer;
        _thread = new Thread(Run) { IsBackground = true, Name = name };
        _thread.Start();
    }

    /// <summary>The next record or event; null when none came in time.</summary>
    public Task<ConsumeResult<bool, bool>?> ConsumeAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<ConsumeResult<bool, bool>?>(TaskCreationOptions.RunContinuationsAsynchronously);
        (_answer, _patience, _cancellation) = (answer, patience, cancellationToken);
        _asked.Release();
        return answer.Task;
    }

    /// <summary>Ends the thread; a wait that is under way ends first.</summary>
    public void Dispose()
    {
        _ended = true;
        _asked.Release();
        _thread.Join();
        _asked.Dispose();
    }

    private void Run()
    {
        while (true)
        {
            _asked.Wait();
            if (_ended)
            {
                _answer?.TrySetCanceled();
                return;
            }

            var answer = _answer!;
#pragma warning disable CA1031 // Every error belongs to the caller who waits.
            try
            {
                answer.TrySetResult(Consume());
            }
            catch (OperationCanceledException)
            {
                answer.TrySetCanceled(_cancellation);
            }
            catch (Exception error)
            {
                answer.TrySetException(error);
            }
#pragma warning restore CA1031
        }
    }

    private ConsumeResult<bool, bool>? Consume()
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            var left = _patience - Stopwatch.GetElapsedTime(start);
            var result = _consumer.Consume(left <= TimeSpan.Zero ? TimeSpan.Zero : left < Slice ? left : Slice);
            if (result is not null || left <= Slice)
            {
                return result;
            }

            _cancellation.ThrowIfCancellationRequested();
            if (_ended)
            {
                return null;
            }
        }
    }
}
