using Attune.Lab.Load;
using Attune.Lab.Stress;
using Attune.Measurement;

namespace Attune.Lab.Tests.Reports;

/// <summary>Results as the engine might have returned them, made from a seed.</summary>
internal static class SampleResults
{
    /// <summary>A page that shows this as anything but text is broken.</summary>
    public const string Hostile = "</script><script>alert(1)</script><img src=x onerror=alert(2)>|`*_[a](javascript:b)&\"'";

    /// <summary>An open run of 2,000/s for half a minute in which the server stood still for two seconds.</summary>
    public static LoadResult Stalled(int seconds = 30)
    {
        var random = new Random(7);
        var (latency, service) = (new LatencyHistogram(), new LatencyHistogram());
        var timeline = new List<LoadInterval>();
        for (var second = 0; second < seconds; second++)
        {
            var interval = new LatencyHistogram();
            var stalled = second is 14 or 15;
            for (var i = 0; i < 2000; i++)
            {
                var own = 0.002 * Math.Exp(0.6 * Normal(random));
                var waited = stalled ? 2 - ((second - 14) + (i / 2000.0)) : 0;
                interval.RecordSeconds(own + waited);
                service.RecordSeconds(own);
            }

            var snapshot = interval.Snapshot();
            latency.Add(snapshot);
            timeline.Add(new LoadInterval(
                TimeSpan.FromSeconds(second), 2000, second == 14 ? 4 : second == 16 ? 5996 : 2000, second == 16 ? 31 : 0,
                snapshot.Percentile(50), snapshot.Percentile(95), snapshot.Percentile(99), snapshot.Max, second is 14 or 15 ? (second - 13) * 2000 : 5 + random.Next(4)));
        }

        return Base with
        {
            Duration = TimeSpan.FromSeconds(seconds),
            Model = $"open, 2,000/s for {seconds} s",
            Succeeded = (2000L * seconds) - 31,
            Failed = 31,
            OfferedRate = 2000,
            Latency = latency.Snapshot(),
            ServiceTime = service.Snapshot(),
            Phases = new Dictionary<string, HistogramSnapshot> { ["connect"] = Times(0.0004, 64), ["wait"] = service.Snapshot() },
            Timeline = timeline,
            Errors = new Dictionary<string, long> { ["status 503"] = 29, ["timeout"] = 2 },
            Statuses = new Dictionary<string, long> { ["200"] = (2000L * seconds) - 31, ["503"] = 29 },
            Thresholds = [new("p95 < 500ms", "1.02 s", false), new("success >= 99%", "99.948 %", true)],
        };
    }

    /// <summary>Nothing at all was answered.</summary>
    public static LoadResult Empty => Base;

    /// <summary>A run in which every text that comes from outside is hostile.</summary>
    public static LoadResult WithHostileTexts => Stalled(3) with
    {
        Name = Hostile,
        Target = $"http://127.0.0.1/{Hostile}",
        Model = Hostile,
        Errors = new Dictionary<string, long> { [Hostile] = 3 },
        Statuses = new Dictionary<string, long> { [Hostile] = 3 },
        Thresholds = [new(Hostile, Hostile, false)],
        AbortReason = Hostile,
    };

    /// <summary>One level of a closed run on a server that follows the Universal Scalability Law.</summary>
    public static LoadResult Level(double users, double success = 1, ScalabilityFit? law = null)
    {
        law ??= new ScalabilityFit(95, 0.004, 1.2e-5, 1, 288, 0);
        var throughput = law.Throughput(users);
        var requests = (long)(throughput * 10);
        return Base with
        {
            Model = $"closed, {users} users for 10 s",
            Duration = TimeSpan.FromSeconds(10),
            Succeeded = (long)(requests * success),
            Failed = requests - (long)(requests * success),
            Latency = Times(users / throughput, (int)Math.Min(requests, 5000)),
            ServiceTime = Times(users / throughput, (int)Math.Min(requests, 5000)),
            Errors = success < 1 ? new Dictionary<string, long> { ["status 503"] = requests - (long)(requests * success) } : Base.Errors,
        };
    }

    /// <summary>A climb that ends above 700 users, with a search between.</summary>
    public static StressResult Climb => Stress(true, 100, 200, 300, 400, 500, 600, 700, 650, 675, 662);

    public static StressResult Stress(bool degrades, params double[] loads)
    {
        var steps = loads.Select(load => new StressStep(load, Level(load, degrades && load > 665 ? 0.9 : 0.9999), degrades && load > 665 ? "success 90 % is below 95 %" : null)).ToList();
        var lost = steps.Where(step => step.Degradation is not null).MinBy(step => step.Load);
        return new StressResult
        {
            Target = Base.Target,
            LoadUnit = "users",
            Steps = steps,
            DegradationPoint = lost?.Load,
            DegradationCause = lost?.Degradation,
            MaximumSustainableLoad = steps.Where(step => step.Degradation is null).MaxBy(step => step.Load)?.Load,
            Scalability = ScalabilityFit.Of(steps.Select(step => (step.Load, step.Throughput))),
        };
    }

    private static LoadResult Base { get; } = new()
    {
        Name = "checkout",
        Target = "http://127.0.0.1:8787/health",
        Protocol = "http1",
        Model = "closed, 1 users for 1 s",
        StartedAt = new DateTimeOffset(2026, 11, 21, 10, 0, 0, TimeSpan.Zero),
        Duration = TimeSpan.Zero,
        Connections = 64,
        Succeeded = 0,
        Failed = 0,
        NotSent = 0,
        OfferedRate = null,
        BytesSent = 6_120_000,
        BytesReceived = 11_340_000,
        Latency = HistogramSnapshot.Empty,
        ServiceTime = HistogramSnapshot.Empty,
        Phases = new Dictionary<string, HistogramSnapshot>(),
        Timeline = [],
        Errors = new Dictionary<string, long>(),
        Statuses = new Dictionary<string, long>(),
        Thresholds = [],
        ClientCpu = TimeSpan.FromSeconds(0.41),
        AbortReason = null,
    };

    private static HistogramSnapshot Times(double median, int count)
    {
        var random = new Random(3);
        var histogram = new LatencyHistogram();
        for (var i = 0; i < count; i++)
        {
            histogram.RecordSeconds(median * Math.Exp(0.35 * Normal(random)));
        }

        return histogram.Snapshot();
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
