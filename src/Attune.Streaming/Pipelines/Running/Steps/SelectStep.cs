using Attune.Streaming.Pipelines.Batches;

namespace Attune.Streaming.Pipelines.Running.Steps;

/// <summary>Turns each item into another.</summary>
internal sealed class SelectStep<TIn, TOut>(Func<TIn, TOut> selector, StepContext context, IReceiver<TOut> next) : ItemStep<TIn, TOut>(context, next)
{
    protected override void Apply(Batch<TIn> batch, ref int at, int to, Batch<TOut> output)
    {
        var items = batch.Items;
        var timestamps = batch.Timestamps;
        for (; at < to; at++)
        {
            output.Add(selector(items[at]), timestamps[at]);
        }
    }
}
