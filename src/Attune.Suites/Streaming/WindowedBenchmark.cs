using Attune.Events;
using Attune.Lab.Benchmarks;
using Attune.Suites.Workloads;

namespace Attune.Suites.Streaming;

/// <summary>A benchmark whose windows are compared with those of <see cref="NaiveWindows"/>, outside the measured time.</summary>
internal abstract class WindowedBenchmark(string name, string description, int events) : RoomBenchmark(StreamingSuite.Name, name, description)
{
    private int _events = events;
    private FlowSequence? _sequence;

    public sealed override long OperationsPerRun => _events;

    /// <summary>The flows of a run.</summary>
    protected Flow[] Flows { get; private set; } = [];

    public override ValueTask SetUpAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        _events = context.Parameter("events", _events, 1, 10_000_000);
        _sequence = new FlowSequence(seed: 2, FlowSequence.Start, StreamRun.Step);
        TakeFlows();
        return ValueTask.CompletedTask;
    }

    /// <summary>Goes on to the next flows of the sequence.</summary>
    protected void TakeFlows() => Flows = _sequence!.Take(_events);

    /// <summary>Fails when the windows are not those of the run's flows.</summary>
    protected void Check(BenchmarkContext context, IReadOnlyList<WindowResult> windows)
    {
        var naive = new NaiveWindows(StreamRun.WindowSize);
        foreach (var flow in Flows)
        {
            naive.Add(flow);
        }

        var difference = naive.Difference(windows);
        context.ReportQuality("windows_equal", difference is null ? 1 : 0);
        if (difference is not null)
        {
            throw new InvalidOperationException($"The windows are not those of the naive model: {difference}.");
        }
    }
}
