using Attune.Streaming.Pipelines.Batches;

namespace Attune.Streaming.Pipelines.Running.Steps;

/// <summary>Turns each item into any number of others.</summary>
internal sealed class SelectManyStep<TIn, TOut>(Func<TIn, IEnumerable<TOut>> selector, StepContext context, IReceiver<TOut> next)
    : ItemStep<TIn, TOut>(context, next)
{
    protected override void Apply(Batch<TIn> batch, ref int at, int to, Batch<TOut> output)
    {
        var items = batch.Items;
        var timestamps = batch.Timestamps;
        for (; at < to; at++)
        {
            var before = output.Count;
            try
            {
                foreach (var item in selector(items[at]))
                {
                    output.Add(item, timestamps[at]);
                }
            }
            catch
            {
                output.Truncate(before);
                throw;
            }
        }
    }
}
