using System.Diagnostics;
using Attune.Events;
using Attune.Lab.Benchmarks;
using Attune.Storage;
using Attune.Suites.Storage.Databases;
using Attune.Suites.Workloads;

namespace Attune.Suites.Storage;

/// <summary>Writers with a connection and a thread each, who meet at SQLite's lock; its <c>busy_timeout</c> lets them wait.</summary>
internal sealed class UncoordinatedWriters(int writers) : Peer($"{writers} connections in autocommit, busy_timeout 60 s")
{
    /// <summary>Few, as their rate is low and does not depend on it.</summary>
    private const int AppendsEach = 5;

    private readonly FlowSequence _flows = new(seed: 1, FlowSequence.Start, TimeSpan.FromMilliseconds(100));

    private SqliteDatabase? _database;
    private PlainFlows? _first;
    private long _inserted;

    /// <summary>One connection stays open, so that the write-ahead log stays, as in a program that runs.</summary>
    public override async ValueTask SetUpAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        _database = new SqliteDatabase(Directory.CreateDirectory(Path.Combine(context.WorkFolder, "peer")).FullName);
        _first = await PlainFlows.CreateAsync(_database, SynchronousMode.Full);
    }

    public override async ValueTask<double> MeasureAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        var flows = _flows.Take(writers * AppendsEach);
        var latencies = new double[flows.Length];
        var elapsed = await InsertAsync(flows, latencies);
        _inserted += flows.Length;
        _first!.Check(_inserted);
        context.ReportQuality("peer_p99_ms", Latency.Percentile(latencies, 0.99));
        return flows.Length / elapsed.TotalSeconds;
    }

    public override ValueTask TearDownAsync(BenchmarkContext context)
    {
        _first?.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<TimeSpan> InsertAsync(Flow[] flows, double[] latencies)
    {
        using var begin = new ManualResetEventSlim();
        var connections = Enumerable.Range(0, writers).Select(_ => PlainFlows.Open(_database!, SynchronousMode.Full)).ToList();
        try
        {
            var threads = connections.Select((connection, writer) => Task.Factory.StartNew(
                () =>
                {
                    begin.Wait();
                    var at = writer * AppendsEach;
                    connection.InsertEach(flows.AsSpan(at, AppendsEach).ToArray(), latency => latencies[at++] = latency.TotalMilliseconds);
                },
                CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToList();
            var start = Stopwatch.GetTimestamp();
            begin.Set();
            await Task.WhenAll(threads);
            return Stopwatch.GetElapsedTime(start);
        }
        finally
        {
            connections.ForEach(connection => connection.Dispose());
        }
    }
}
