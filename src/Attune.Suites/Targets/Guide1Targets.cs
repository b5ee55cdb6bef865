using static Attune.Suites.Targets.TargetLimit;

namespace Attune.Suites.Targets;

/// <summary>Guide 1: feedback loops, vectors, MCP and the benchmark framework.</summary>
internal static class Guide1Targets
{
    private const string Components = "Component-Specific Targets";
    private const string Vector = "Vector Similarity Search";
    private const string Delta = "Delta Evaluation Pipeline";
    private const string Mcp = "MCP Communication";
    private const string Safety = "Safety Validation";
    private const string Cli = "Performance Targets of the command line";
    private const string Monitoring = "Memory Usage Monitoring";

    public static IReadOnlyList<GuideTarget> All { get; } =
    [
        Target(Vector, "vector_search_latency_10k", AtMost(1, "ms"), Rooms.Vectors, "One similarity search among 10,000 vectors."),
        Target(Vector, "vector_search_throughput", AtLeast(1000, "searches/s"), Rooms.Vectors, "Similarity searches."),
        Target(Vector, "vector_batch_store_latency", AtMost(10, "ms"), Rooms.Vectors, "Storing 1,000 vectors in one batch."),
        Target(Vector, "vector_memory_efficiency", AtLeast(0.8, "ratio"), Rooms.Vectors, "Bytes of the vectors themselves, as a share of the memory that the store takes."),

        Target(Components, "delta_throughput_improvement", AtLeast(1.5, "ratio"), Rooms.Feedback, "Evaluations a second, as a multiple of the naive pipeline's."),
        Target(Delta, "delta_evaluation_throughput", AtLeast(500, "evaluations/s"), Rooms.Feedback, "Delta evaluations."),
        Target(Delta, "delta_calculation_latency", AtMost(2, "ms"), Rooms.Feedback, "One delta evaluation."),
        Target(Delta, "batch_delta_processing", AtLeast(100, "evaluations"), Rooms.Feedback, "Evaluations that one batch takes."),

        Target(Mcp, "mcp_round_trip_latency", AtMost(5, "ms"), Rooms.Mcp, "A request to the MCP server and its answer."),
        Target(Mcp, "mcp_concurrent_requests", AtLeast(100, "requests"), Rooms.Mcp, "Requests in progress at once, all answered."),
        Target(Mcp, "mcp_message_throughput", AtLeast(1000, "messages/s"), Rooms.Mcp, "MCP messages."),

        Target(Safety, "safety_validation_latency", AtMost(10, "ms"), Rooms.Feedback, "One validation of a proposed change."),
        Target(Safety, "safety_validation_throughput", AtLeast(100, "validations/s"), Rooms.Feedback, "Validations of proposed changes."),
        Target(Safety, "safety_rule_evaluation_speed", AtLeast(1000, "rules/s"), Rooms.Feedback, "Safety rules evaluated."),

        Target(Cli, "cli_help_performance", AtMost(1, "s"), Rooms.Cli, "The help text, as a process from start to end.", "cli/cli_help_performance"),
        Target(Cli, "cli_version_performance", AtMost(0.5, "s"), Rooms.Cli, "The version, as a process from start to end.", "cli/cli_version_performance"),
        Target(Cli, "cli_list_commands_performance", AtMost(1, "s"), Rooms.Cli, "The list of commands.", "cli/cli_list_commands_performance"),
        Target(Cli, "cli_invalid_command_performance", AtMost(0.5, "s"), Rooms.Cli, "The refusal of a command that does not exist.", "cli/cli_invalid_command_performance"),
        Target(Cli, "cli_benchmark_run_performance", AtMost(5, "s"), Rooms.Cli, "A run of one small benchmark.", "cli/cli_benchmark_run_performance"),
        Target(Cli, "cli_success_rate", AtLeast(100, "%"), Rooms.Cli, "Share of the eight commands that end as they should.", "cli/cli_success_rate"),

        Target(Monitoring, "memory_growth_limit", AtMost(100, "MB"), Rooms.Server, "Memory that a server gains under load before it has to be collected.", "server/server_memory_growth"),
        Target(Monitoring, "memory_usage_critical", AtMost(80, "%"), Rooms.Server, "Share of the machine's memory that the server takes.", "server/server_memory_share"),
        Target("Garbage Collection Optimization", "memory_growth_rate_limit", AtMost(10, "MB/s"), Rooms.Diagnostics, "Speed at which a server's memory grows over a long load."),
        Target("Adaptive Caching", "adaptive_cache_hit_rate", AtLeast(0.8, "ratio"), Rooms.Caching, "Hit rate up to which the cache goes on growing."),
    ];

    private static GuideTarget Target(string section, string name, TargetLimit limit, string room, string description, string? benchmark = null) =>
        new(1, section, name, limit, room, description, benchmark);
}
