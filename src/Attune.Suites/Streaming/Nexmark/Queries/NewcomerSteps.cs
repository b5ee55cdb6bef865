using Attune.Streaming.Aggregates;

namespace Attune.Suites.Streaming.Nexmark.Queries;

/// <summary>q8: what a person did in a window.</summary>
internal sealed class NewcomerSteps : Aggregate<NexmarkEvent, NewcomerSteps.Done, NewcomerSteps.Done>
{
    /// <summary>What was done.</summary>
    [Flags]
    internal enum Done : byte
    {
        /// <summary>Nothing.</summary>
        None = 0,

        /// <summary>The person registered.</summary>
        Registered = 1,

        /// <summary>The person opened an auction.</summary>
        Opened = 2,
    }

    /// <inheritdoc/>
    public override Done Create() => Done.None;

    /// <inheritdoc/>
    public override void Add(ref Done state, in NexmarkEvent value, long timestamp) => state |= value.Kind == NexmarkKind.Person ? Done.Registered : Done.Opened;

    /// <inheritdoc/>
    public override void Merge(ref Done state, in Done other) => state |= other;

    /// <inheritdoc/>
    public override Done Result(in Done state) => state;
}
