using System.Diagnostics;
using System.Text.Json;
using Attune.Events;
using Attune.Lab.Benchmarks;
using Attune.Streaming;
using Attune.Streaming.Json;

namespace Attune.Suites.Streaming;

/// <summary>Bytes of JSON that one partition takes in.</summary>
internal sealed class PartitionThroughput() : WindowedBenchmark("partition_throughput", "JSON events, one a line, parsed, validated and windowed in one partition", events: 50_000)
{
    private IReadOnlyList<byte[]> _lines = [];

    public override BenchmarkFigure Figure { get; } = BenchmarkFigure.Reported("MB/s", Better.Higher);

    public override async ValueTask SetUpAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        await base.SetUpAsync(context, cancellationToken);
        _lines = [.. Flows.Select(ToJson)];
    }

    public override async ValueTask RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        await using var run = new StreamRun(new StreamingOptions { Partitions = 1 });
        var parser = new EventJsonParser(DateTime.MaxValue);
        var batch = new List<StreamRecord>(StreamRun.BatchSize);
        var (start, bytes) = (Stopwatch.GetTimestamp(), 0L);
        foreach (var line in _lines)
        {
            using var document = JsonDocument.Parse(line);
            batch.Add(new StreamRecord(parser.Parse(document.RootElement, "").Flow ?? throw new InvalidOperationException("A flow was refused.")));
            bytes += line.Length + 1;
            if (batch.Count == StreamRun.BatchSize)
            {
                await run.SendAsync(batch, cancellationToken);
                batch = new List<StreamRecord>(StreamRun.BatchSize);
            }
        }

        if (batch.Count > 0)
        {
            await run.SendAsync(batch, cancellationToken);
        }

        var windows = await run.CloseAsync(cancellationToken);
        context.Report(bytes / 1e6 / Stopwatch.GetElapsedTime(start).TotalSeconds);
        Check(context, windows);
    }

    private static byte[] ToJson(Flow flow) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        timestamp = flow.Timestamp, source_ip = flow.SourceIp, destination_ip = flow.Destination, bytes_transferred = flow.Bytes, protocol = flow.Protocol,
    });
}
