using Attune.Streaming.Pipelines.Batches;

namespace Attune.Streaming.Pipelines.Running.Steps;

/// <summary>Keeps the items for which a predicate is true.</summary>
internal sealed class WhereStep<T>(Func<T, bool> predicate, StepContext context, IReceiver<T> next) : ItemStep<T, T>(context, next)
{
    protected override void Apply(Batch<T> batch, ref int at, int to, Batch<T> output)
    {
        var items = batch.Items;
        var timestamps = batch.Timestamps;
        for (; at < to; at++)
        {
            if (predicate(items[at]))
            {
                output.Add(items[at], timestamps[at]);
            }
        }
    }
}
