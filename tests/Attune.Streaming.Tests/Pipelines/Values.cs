using Attune.Streaming.Pipelines.Processing;

namespace Attune.Streaming.Tests.Pipelines;

/// <summary>Hands values on; fails for one, after it has handed that on.</summary>
public class Values<TKey> : KeyedProcessor<TKey, Reading, long, long>
    where TKey : notnull
{
    public long? Poison { get; init; }

    public override long Create(TKey key) => 0;

    public override void Process(ref long state, in Reading item, ProcessContext<TKey, long> context)
    {
        state++;
        context.Emit(item.Value);
        if (item.Value == Poison)
        {
            throw new InvalidOperationException("poison");
        }
    }
}

public sealed class Values : Values<int>;
