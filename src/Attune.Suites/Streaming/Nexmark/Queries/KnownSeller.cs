namespace Attune.Suites.Streaming.Nexmark.Queries;

/// <summary>What <see cref="LocalSellers"/> keeps of a person, for good.</summary>
internal struct KnownSeller
{
    /// <summary>Where the person lives; null until the person has registered.</summary>
    public UsState? State { get; set; }

    /// <summary>Auctions that came before their seller; null for none.</summary>
    public List<long>? Auctions { get; set; }
}
