using static Attune.Suites.Targets.TargetLimit;

namespace Attune.Suites.Targets;

/// <summary>Guide 3: services around a text model.</summary>
internal static class Guide3Targets
{
    private const string Kpi = "Performance Metrics";
    private const string Cache = "Cache Performance Monitoring";
    private const string Load = "Load Testing Framework";

    public static IReadOnlyList<GuideTarget> All { get; } =
    [
        Target(Kpi, "response_time_p50", AtMost(100, "ms"), Rooms.Server, "Half of the API's answers, at 1,000 requests a second.", "server/http_latency_p50"),
        Target(Kpi, "response_time_p95", AtMost(500, "ms"), Rooms.Server, "95 % of the API's answers, at 1,000 requests a second.", "server/http_latency_p95"),
        Target(Kpi, "response_time_p99", AtMost(1000, "ms"), Rooms.Server, "99 % of the API's answers, at 1,000 requests a second.", "server/http_latency_p99"),
        Target(Kpi, "throughput_per_second", AtLeast(1000, "requests/s"), Rooms.Server,
            "API requests; the stricter of three figures: it implies the 10,000 a minute and 100,000 an hour that stand beside it.", "server/http_requests_per_second"),
        Target(Kpi, "cpu_usage", AtMost(70, "%"), Rooms.Server, "Share of all cores that the server takes at 1,000 requests a second.", "server/server_cpu"),
        Target(Kpi, "memory_usage", AtMost(80, "%"), Rooms.Server, "Share of the machine's memory that the server takes.", "server/server_memory_share"),
        Target(Kpi, "gpu_usage", AtMost(90, "%"), Rooms.Inference, "Share of a GPU that inference takes, where there is one."),

        Target(Cache, "prediction_cache_hit_rate", AtLeast(0.7, "ratio"), Rooms.Caching, "Hit rate below which the guide wants the cache changed; the stricter of its two figures (0.7, 0.5)."),
        Target(Cache, "cached_response_time_mean", AtMost(100, "ms"), Rooms.Inference, "Mean answer of a cached model above which the guide wants inference improved."),

        Target(Load, "load_success_rate", AtLeast(99, "%"), Rooms.Server, "Requests that succeed under load; the stricter of two figures (99 and 95 %).", "server/http_success_rate"),
        Target(Load, "max_sustainable_load", AtLeast(1000, "callers"), Rooms.Server, "Callers at once of whose requests 95 % succeed, 95 % of them within a second.", "server/max_sustainable_load"),
    ];

    private static GuideTarget Target(string section, string name, TargetLimit limit, string room, string description, string? benchmark = null) =>
        new(3, section, name, limit, room, description, benchmark);
}
