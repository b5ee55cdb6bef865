using Attune.Streaming.Pipelines.Processing;
using Attune.Suites.Streaming.Nexmark.Rows;

namespace Attune.Suites.Streaming.Nexmark.Queries;

/// <summary>q3: joins persons with their auctions, whichever comes first, without a window.</summary>
internal sealed class LocalSellers : KeyedProcessor<long, NexmarkEvent, KnownSeller, LocalAuction>
{
    /// <inheritdoc/>
    public override KnownSeller Create(long key) => default;

    /// <inheritdoc/>
    public override void Process(ref KnownSeller state, in NexmarkEvent item, ProcessContext<long, LocalAuction> context)
    {
        if (item.Kind == NexmarkKind.Person)
        {
            state.State = item.State;
            foreach (var auction in state.Auctions ?? [])
            {
                Give(item.State, auction, context);
            }

            state.Auctions = null;
        }
        else if (state.State is { } home)
        {
            Give(home, item.Id, context);
        }
        else
        {
            (state.Auctions ??= []).Add(item.Id);
        }
    }

    private static void Give(UsState state, long auction, ProcessContext<long, LocalAuction> context)
    {
        if (state is UsState.OR or UsState.ID or UsState.CA)
        {
            context.Emit(new LocalAuction(PersonNames.NameOf(context.Key), PersonNames.CityOf(context.Key), state, auction));
        }
    }
}
