using Attune.Lab.Analysis;

namespace Attune.Lab.Benchmarks.Running;

/// <summary>Turns an execution's samples into a result: marks the outliers and summarises the rest.</summary>
internal static class ResultBuilder
{
    public static BenchmarkResult Build(
        string suite, Benchmark benchmark, BenchmarkOptions options, BenchmarkContext context, BenchmarkExecution execution, BenchmarkOutcome outcome, string? error)
    {
        var samples = MarkOutliers(execution.Samples, benchmark.Figure.Better, options.Outliers);
        return new BenchmarkResult
        {
            Suite = suite,
            Name = benchmark.Name,
            Description = benchmark.Description,
            Outcome = outcome,
            Error = error,
            Unit = benchmark.Figure.Unit,
            Better = benchmark.Figure.Better,
            StartedAt = default,
            Duration = default,
            Samples = samples,
            Summary = Summarise(samples, SampleKind.Measured),
            PeerSummary = Summarise(samples, SampleKind.Peer),
            PeerName = benchmark.Peer?.Name,
            PeerUnavailable = execution.PeerUnavailable,
            PeerPublishedValue = benchmark.Peer?.PublishedValue,
            Target = benchmark.Target,
            Quality = new SortedDictionary<string, double>(context.Quality.ToDictionary(), StringComparer.Ordinal),
            Notes = new SortedDictionary<string, string>(context.Notes.ToDictionary(), StringComparer.Ordinal),
            Parameters = context.Parameters,
        };
    }

    private static List<IterationSample> MarkOutliers(IReadOnlyList<IterationSample> samples, Better better, OutlierPolicy policy)
    {
        var marked = samples.ToList();
        foreach (var kind in new[] { SampleKind.Measured, SampleKind.Peer })
        {
            var values = samples.Where(sample => sample.Kind == kind).Select(sample => sample.Value).ToArray();
            if (values.Length == 0 || policy == OutlierPolicy.Keep)
            {
                continue;
            }

            var fences = TukeyFences.Of(values);
            for (var i = 0; i < marked.Count; i++)
            {
                var (value, worse) = (marked[i].Value, better == Better.Lower ? marked[i].Value > fences.Upper : marked[i].Value < fences.Lower);
                if (marked[i].Kind == kind && (worse || (policy == OutlierPolicy.Both && fences.IsOutlier(value))))
                {
                    marked[i] = marked[i] with { IsOutlier = true };
                }
            }
        }

        return marked;
    }

    private static SampleSummary? Summarise(List<IterationSample> samples, SampleKind kind)
    {
        var values = samples.Where(sample => sample.Kind == kind && !sample.IsOutlier).Select(sample => sample.Value).ToArray();
        return values.Length == 0 ? null : SampleSummary.Of(values);
    }
}
