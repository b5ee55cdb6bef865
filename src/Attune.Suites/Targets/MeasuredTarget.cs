using Attune.Lab.Benchmarks;

namespace Attune.Suites.Targets;

/// <summary>A room's benchmark under the guide's name and with the guide's target; everything else is the benchmark's own.</summary>
internal sealed class MeasuredTarget(GuideTarget target, Benchmark benchmark, MeasuredFigure figure) : Benchmark(target.Name, target.Description)
{
    private bool _reads;
    private bool _failed;
    private int _next;

    public override BenchmarkFigure Figure => benchmark.Figure;

    public override long OperationsPerRun => benchmark.OperationsPerRun;

    public override BenchmarkTarget Target { get; } = target.ToBenchmarkTarget();

    public override string? Unavailable => benchmark.Unavailable;

    /// <summary>The benchmark's own, unless figures are read that were compared with it already.</summary>
    public override Peer? Peer => _reads ? null : benchmark.Peer;

    /// <summary>The benchmark's own, unless an earlier target has measured it already.</summary>
    public override BenchmarkOptions Configure(BenchmarkOptions options)
    {
        var own = benchmark.Configure(options);
        return figure.Kept.Count == 0 ? own : own with { Iterations = figure.Kept.Count, WarmupIterations = 0, MaxWarmupIterations = 0, Isolate = false };
    }

    public override ValueTask SetUpAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        context.Note("measured_by", figure.Path);
        _reads = figure.Kept.Count > 0;
        if (_reads)
        {
            context.Note("figures", "those that an earlier target of this run measured");
        }

        return _reads ? ValueTask.CompletedTask : benchmark.SetUpAsync(context, cancellationToken);
    }

    public override async ValueTask RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        if (_reads)
        {
            Read(context, figure.Kept[_next++ % figure.Kept.Count]);
            return;
        }

        try
        {
            await benchmark.RunAsync(context, cancellationToken);
        }
        catch
        {
            _failed = true;
            throw;
        }

        if (Figure.Source == FigureSource.Reported)
        {
            figure.Note(context);
        }
    }

    public override async ValueTask TearDownAsync(BenchmarkContext context)
    {
        if (_reads)
        {
            return;
        }

        try
        {
            await benchmark.TearDownAsync(context);
        }
        catch
        {
            _failed = true;
            throw;
        }
        finally
        {
            figure.End(succeeded: !_failed);
        }
    }

    private static void Read(BenchmarkContext context, MeasuredFigure.Reading reading)
    {
        context.Report(reading.Value);
        foreach (var (name, value) in reading.Quality)
        {
            context.ReportQuality(name, value);
        }
    }
}
