using Attune.Events;
using Attune.Lab.Benchmarks;
using Attune.Suites.Workloads;

namespace Attune.Suites.Storage;

/// <summary>Texts of 2 KiB, in bulk.</summary>
internal sealed class DocumentThroughput() : LedgerBenchmark("document_throughput", "Text events with bodies of 2 KiB, stored in batches of 100")
{
    private const int BatchSize = 100;
    private const int BodyLength = 2048;

    private readonly Random _random = new(7);
    private int _documents = 1000;
    private long _made;

    public override BenchmarkFigure Figure { get; } = BenchmarkFigure.Rate("documents");

    public override long OperationsPerRun => _documents;

    public override ValueTask SetUpAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        _documents = context.Parameter("documents", _documents, 1, 100_000);
        return base.SetUpAsync(context, cancellationToken);
    }

    public override async ValueTask RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        for (var left = _documents; left > 0; left -= BatchSize)
        {
            await AppendAsync([], [.. Enumerable.Range(0, Math.Min(left, BatchSize)).Select(_ => NextDocument())], cancellationToken);
        }
    }

    private TextEvent NextDocument()
    {
        var (number, time) = (_made++, FlowSequence.Start.AddSeconds(_made));
        var body = string.Create(BodyLength, _random, static (text, random) =>
        {
            for (var i = 0; i < text.Length; i++)
            {
                text[i] = random.Next(6) == 0 ? ' ' : (char)('a' + random.Next(26));
            }
        });
        return new TextEvent(new EventId(new UInt128((ulong)(time - DateTime.UnixEpoch).TotalMilliseconds << 16, (ulong)number)), time, "example.org", $"Document {number}", body);
    }
}
