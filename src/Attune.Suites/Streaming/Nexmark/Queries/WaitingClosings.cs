namespace Attune.Suites.Streaming.Nexmark.Queries;

/// <summary>What <see cref="ClosingsInOrder{TKey, TSum, TOut}"/> keeps of a key.</summary>
/// <typeparam name="TSum">What is made of the closings.</typeparam>
internal struct WaitingClosings<TSum>
{
    /// <summary>What the closings so far come to.</summary>
    public TSum Sum { get; set; }

    /// <summary>Closings that an earlier one may yet overtake.</summary>
    public List<Closing> Waiting { get; set; }
}
