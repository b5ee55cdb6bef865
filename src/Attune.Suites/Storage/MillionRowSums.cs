using Attune.Lab.Benchmarks;
using Attune.Storage;

namespace Attune.Suites.Storage;

/// <summary>The guide's aggregation over a million rows, with the index that is there for it; the peer does without.</summary>
internal sealed class MillionRowSums : SourceSums
{
    public MillionRowSums(StorageEngine engine)
        : base("aggregate_1m", "The 100 sources with most bytes, of a ledger of 1,000,000 flows", rows: 1_000_000, engine, StorageAims.MillionRowSums) =>
        Peer = new UnindexedSums(engine, () => Database, () => Expected);

    public override Peer Peer { get; }

    /// <summary>Filling takes longer than other set-ups.</summary>
    public override BenchmarkOptions Configure(BenchmarkOptions options) => options with { TimeoutSeconds = 600 };
}
