using static Attune.Suites.Targets.TargetLimit;

namespace Attune.Suites.Targets;

/// <summary>Guide 5: modular retrieval.</summary>
internal static class Guide5Targets
{
    private const string Levels = "Multi-Level Caching Architecture";
    private const string Concurrency = "Adaptive Concurrency Control";
    private const string Queries = "Predictive Query Optimization";
    private const string Balancing = "Dynamic Load Balancing with ML";
    private const string Metrics = "Advanced Metrics Collection";
    private const string Results = "Quantified Improvements";
    private const string Business = "Business Impact Translation";

    public static IReadOnlyList<GuideTarget> All { get; } =
    [
        Target(Levels, "cache_l1_hit_time", AtMost(0.1, "ms"), Rooms.Caching, "A hit in memory."),
        Target(Levels, "cache_l2_hit_time", AtMost(2, "ms"), Rooms.Caching, "A hit in Redis; the stricter of two figures (2, and 1 to 5)."),
        Target(Levels, "cache_l3_hit_time", AtMost(25, "ms"), Rooms.Caching, "A hit on disk; the stricter of two figures (25, and 10 to 50)."),
        Target(Results, "cache_warming_hit_rate", AtLeast(0.85, "ratio"), Rooms.Caching, "Hit rate with predictive warming; the stricter of two figures (0.85, and 0.8 at peak hours)."),

        Target(Concurrency, "adaptive_concurrency_success_rate", AtLeast(0.95, "ratio"), Rooms.Resilience, "Calls that succeed under the adaptive limit."),
        Target(Concurrency, "adaptive_concurrency_latency", AtMost(100, "ms"), Rooms.Resilience, "Latency that the adaptive limit keeps to."),
        Target("Smart Circuit Breaker Pattern", "circuit_breaker_availability", AtLeast(99.9, "%"), Rooms.Resilience,
            "Callers served although a dependency fails; also stated as error recovery of 99.9 % instead of 85 %."),

        Target(Queries, "query_optimizer_time_reduction", AtLeast(30, "%"), Rooms.Retrieval, "Query time saved by the chosen strategy, beside a fixed one."),
        Target(Queries, "query_optimizer_resource_reduction", AtLeast(25, "%"), Rooms.Retrieval, "CPU and memory saved by the chosen strategy, beside a fixed one."),
        Target(Balancing, "load_distribution_improvement", AtLeast(40, "%"), Rooms.Resilience, "Evener spread of load over servers, beside round robin."),
        Target(Balancing, "overload_incident_reduction", AtLeast(60, "%"), Rooms.Resilience, "Fewer overloads of a server, beside round robin."),

        Target(Metrics, "performance_degradation_alert", AtMost(20, "%"), Rooms.Diagnostics, "Degradation from which an alert has to be raised."),
        Target(Metrics, "latency_increase_alert", AtMost(50, "%"), Rooms.Diagnostics, "Rise of the mean latency over its baseline from which it counts as severe."),
        Target(Metrics, "error_rate_alert", AtMost(5, "%"), Rooms.Server, "Share of failed requests that counts as critical.", "server/http_error_rate"),
        Target(Metrics, "mttr_reduction", AtLeast(90, "%"), Rooms.Diagnostics, "Time to recovery saved by detection and automatic action, in injected faults."),

        Target(Results, "communication_throughput", AtLeast(400, "messages/s"), Rooms.Mcp, "Messages between modules, by priority and in batches."),
        Target(Results, "rag_retrieval_time", AtMost(1.2, "s"), Rooms.Retrieval, "One retrieval for a prompt."),
        Target(Results, "storage_bulk_throughput", AtLeast(110, "documents/s"), Rooms.Storage, "Documents stored in bulk.", "storage/document_throughput"),
        Target(Results, "tool_discovery_time", AtMost(50, "ms"), Rooms.Mcp, "Finding the tools that fit a request."),
        Target(Results, "memory_usage_total", AtMost(1229, "MB"), Rooms.Server, "Memory of the whole process under load (1.2 GB).", "server/server_memory"),

        Claim("cost_savings", AtLeast(40, "%"), "Infrastructure costs saved.", "money spent on someone's infrastructure is no property of the program"),
        Claim("user_experience_improvement", AtLeast(50, "%"), "Shorter response times than before.", "the system it is compared with is not described; http_latency_* measure ours"),
        Claim("concurrent_users_multiple", AtLeast(4, "ratio"), "More concurrent users than before.", "the system it is compared with is not described; max_sustainable_load measures ours"),
        Claim("development_speed_improvement", AtLeast(60, "%"), "Faster development of features.", "the speed of a team is no property of the program"),
    ];

    private static GuideTarget Target(string section, string name, TargetLimit limit, string room, string description, string? benchmark = null) =>
        new(5, section, name, limit, room, description, benchmark);

    private static GuideTarget Claim(string name, TargetLimit limit, string description, string reason) =>
        new(5, Business, name, limit, Rooms.None, description) { NotMeasurable = reason };
}
