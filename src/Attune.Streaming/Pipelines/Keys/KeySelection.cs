using Attune.Streaming.Checkpoints;
using Attune.Streaming.Partitions;
using Attune.Streaming.Pipelines.Batches;
using Attune.Streaming.Pipelines.DeadLetters;
using Attune.Streaming.Pipelines.Running;

namespace Attune.Streaming.Pipelines.Keys;

/// <summary>The key of a stream: how it is told, checked, spread over workers and kept.</summary>
internal sealed class KeySelection<TKey, T>(Func<T, TKey> selector, KeyOptions<TKey> options)
    where TKey : notnull
{
    private IStateSerializer<TKey>? _serializer = options.Serializer;

    /// <summary>Workers that the stream asks for; 0 for the pipeline's setting.</summary>
    public int Partitions => options.Partitions;

    /// <summary>Turns keys into bytes.</summary>
    public IStateSerializer<TKey> Serializer => _serializer ??= StateSerializer.For<TKey>();

    /// <summary>Whether a key belongs to a worker.</summary>
    public bool IsOwned(TKey key, int worker, int workers) => workers == 1 || StableHash.Partition(KeyHash<TKey>.Of(key, options.Serializer), workers) == worker;

    /// <summary>Tells the keys of a batch. Rows without a usable one are reported and go to <paramref name="failed"/>, ascending.</summary>
    public void Extract(Batch<T> batch, TKey[] keys, List<int> failed, StepContext context)
    {
        failed.Clear();
        var row = 0;
        while (row < batch.Count)
        {
            try
            {
                if (!ExtractRun(batch.Items, keys, ref row, out var reason))
                {
                    var detail = reason == StreamDeadLetterReasons.MissingKey
                        ? "The key is null."
                        : $"The key has more than {options.MaxKeyLength} characters.";
                    Fail(reason, detail);
                }
            }
            catch (Exception error)
            {
                Fail(StreamDeadLetterReasons.KeyFailed, error.Message);
            }
        }

        void Fail(string reason, string detail)
        {
            context.Report(reason, detail, batch.Items[row]);
            keys[row] = default!;
            failed.Add(row++);
        }
    }

    /// <summary>Spreads the keys of a batch over workers. Rows that failed go to nobody: worker 255. So do those whose key has no hash; they are reported.</summary>
    public void Spread(Batch<T> batch, ReadOnlySpan<TKey> keys, Span<byte> workers, int count, List<int> failed, StepContext context)
    {
        var (row, next) = (0, 0);
        while (row < keys.Length)
        {
            try
            {
                SpreadRun(keys, workers, count, failed, ref row, ref next);
            }
            catch (Exception error)
            {
                context.Report(StreamDeadLetterReasons.KeyFailed, error.Message, batch.Items[row]);
                workers[row++] = byte.MaxValue;
            }
        }
    }

    /// <summary>Stops where a hash throws: at <paramref name="row"/>.</summary>
    private void SpreadRun(ReadOnlySpan<TKey> keys, Span<byte> workers, int count, List<int> failed, ref int row, ref int next)
    {
        while (true)
        {
            var end = next < failed.Count ? failed[next] : keys.Length;
            for (; row < end; row++)
            {
                workers[row] = count == 1 ? (byte)0 : (byte)StableHash.Partition(KeyHash<TKey>.Of(keys[row], options.Serializer), count);
            }

            if (end == keys.Length)
            {
                return;
            }

            workers[row++] = byte.MaxValue;
            next++;
        }
    }

    private bool ExtractRun(ReadOnlySpan<T> items, TKey[] keys, ref int row, out string reason)
    {
        for (; row < items.Length; row++)
        {
            var key = selector(items[row]);
            if (key is null)
            {
                reason = StreamDeadLetterReasons.MissingKey;
                return false;
            }

            if (key is string text && text.Length > options.MaxKeyLength)
            {
                reason = StreamDeadLetterReasons.KeyTooLong;
                return false;
            }

            keys[row] = key;
        }

        reason = "";
        return true;
    }
}
