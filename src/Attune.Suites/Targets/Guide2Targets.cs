using static Attune.Suites.Targets.TargetLimit;

namespace Attune.Suites.Targets;

/// <summary>Guide 2: agent simulation with a database and a dashboard.</summary>
internal static class Guide2Targets
{
    private const string Expected = "Expected Performance with Modern Optimizations";
    private const string Agents = "Mesa 3.3.0 Performance Improvements";
    private const string Tasks = "Ray 2.45.0 Performance Enhancements";
    private const string Dashboard = "Streamlit 1.39.0 Dashboard Performance";
    private const string Database = "Database Performance with Modern Optimizations";
    private const string Tests = "Automated Performance Testing and Validation";
    private const string Measuring = "Benchmarking and Measurement Procedures";
    private const string Alerts = "Modern Performance Monitoring with OpenTelemetry";
    private const string Profiling = "Advanced Profiling and Performance Analysis";
    private const string Issues = "Automated Performance Issue Detection";
    private const string Streamlit = "Advanced Streamlit Performance Configuration";
    private const string EdgeConfiguration = "Edge-Optimized Configuration";
    private const string Container = "Optimized Dockerfile for Performance";
    private const string Kubernetes = "Kubernetes Performance Optimization";
    private const string Production = "Production Environment";
    private const string Edge = "Edge Computing Environment";
    private const string Summary = "Key Improvements in October 2025 Update";

    public static IReadOnlyList<GuideTarget> All { get; } =
    [
        .. Configuration("development", agents: 50, steps: 400, memory: 400, cpu: 40, operations: 200),
        Target("Development Environment", "development_response_time", AtMost(100, "ms"), Rooms.Server, "95 % of the API's answers, under load.", "server/http_latency_p95"),
        .. Configuration("production", agents: 100, steps: 800, memory: 800, cpu: 70, operations: 400),
        .. Configuration("high_performance", agents: 200, steps: 1600, memory: 2048, cpu: 90, operations: 800),
        Target(Expected, "high_performance_response_time", AtMost(500, "ms"), Rooms.Simulation, "An API answer while 200 agents are simulated."),
        .. Configuration("edge", agents: 25, steps: 200, memory: 200, cpu: 30, operations: 100),

        Target(Agents, "agent_creation_time", AtMost(45, "ms"), Rooms.Simulation, "Creating a population of agents."),
        Target(Agents, "step_execution_time", AtMost(12, "ms"), Rooms.Simulation, "One step of all agents."),
        Target(Agents, "simulation_memory_usage", AtMost(120, "MB"), Rooms.Simulation, "Memory of a running simulation."),
        Target(Agents, "spatial_query_time", AtMost(3, "ms"), Rooms.Simulation, "Finding an agent's neighbours."),

        Target(Tasks, "task_scheduling_time", AtMost(2, "ms"), Rooms.Simulation, "From handing a task to a worker until it starts."),
        Target(Tasks, "object_store_time", AtMost(8, "ms"), Rooms.Simulation, "Handing an object from one worker to another."),
        Target(Tasks, "distributed_memory_usage", AtMost(1843, "MB"), Rooms.Simulation, "Memory of all workers (1.8 GB)."),
        Target(Tasks, "fault_recovery_time", AtMost(200, "ms"), Rooms.Resilience, "From the loss of a worker until its task runs again."),

        Target(Dashboard, "component_render_time", AtMost(35, "ms"), Rooms.Server, "Drawing one part of the dashboard, in a browser."),
        Target(Dashboard, "session_management_time", AtMost(60, "ms"), Rooms.Realtime, "Connecting a client and confirming its subscription.", "realtime/connect_time"),
        Target(Dashboard, "dashboard_memory_usage", AtMost(140, "MB"), Rooms.Server, "Memory of a server that has clients and answers requests.", "server/server_memory"),
        Target(Dashboard, "websocket_update_time", AtMost(15, "ms"), Rooms.Realtime, "95 % of messages from publication to their receipt by clients.", "realtime/message_delivery_p95"),

        Target(Database, "batch_insert_1000", AtMost(800, "ms"), Rooms.Storage, "Storing 1,000 rows durably in one batch.", "storage/batch_insert_1000"),
        Target(Database, "complex_query_time", AtMost(45, "ms"), Rooms.Storage, "Sums by source over the whole ledger, sorted.", "storage/complex_query"),
        Target(Database, "connection_acquisition_time", AtMost(8, "ms"), Rooms.Storage, "Taking a connection from the pool and reading one row.", "storage/connection_acquisition"),
        Target(Database, "database_memory_usage", AtMost(180, "MB"), Rooms.Storage, "Memory of a process that fills and queries the ledger.", "storage/storage_memory"),
        Target(Summary, "cache_compression_memory_reduction", AtLeast(40, "%"), Rooms.Caching, "Memory that compression of cached values saves."),
        Target(Summary, "concurrent_throughput_improvement", AtLeast(3, "ratio"), Rooms.Storage, "Throughput of concurrent callers, as a multiple of one caller's.", "storage/concurrent_throughput_improvement"),

        Target(Tests, "database_query_performance", AtMost(100, "ms"), Rooms.Storage, "Counting the rows of the ledger.", "storage/count_rows"),
        Target(Tests, "database_query_memory", AtMost(50, "MB"), Rooms.Storage, "Memory that a query adds.", "storage/query_memory"),
        Target(Tests, "agent_processing_performance", AtMost(50, "ms"), Rooms.Simulation, "Processing one agent."),
        Target(Tests, "agent_processing_memory", AtMost(100, "MB"), Rooms.Simulation, "Memory that processing an agent adds."),
        Target(Tests, "ray_distributed_processing", AtMost(1, "s"), Rooms.Simulation, "A task on a worker and its result."),
        Target(Tests, "ray_distributed_memory", AtMost(200, "MB"), Rooms.Simulation, "Memory that a task on a worker adds."),
        Target(Tests, "streamlit_dashboard_rendering", AtMost(500, "ms"), Rooms.Server, "Loading the dashboard: the page, its modules, styles and first data.", "server/page_load"),
        Target(Tests, "streamlit_dashboard_memory", AtMost(150, "MB"), Rooms.Server, "Memory that serving the dashboard under load adds.", "server/server_memory_growth"),
        Target(Measuring, "database_query_benchmark", AtMost(1000, "ms"), Rooms.Storage, "Reading 1,000 rows of the ledger.", "storage/keyset_page"),
        Target(Measuring, "agent_processing_benchmark", AtMost(1000, "ms"), Rooms.Simulation, "Processing agents, 8 at once."),
        Target(Measuring, "ray_distributed_benchmark", AtMost(1000, "ms"), Rooms.Simulation, "Ten tasks on workers, and their results."),
        Target(Measuring, "memory_allocation_benchmark", AtMost(1000, "ms"), Rooms.Diagnostics, "Allocating and freeing 10,000 numbers."),

        Target(Alerts, "alert_cpu_usage", AtMost(85, "%"), Rooms.Server, "Share of all cores that raises an alert.", "server/server_cpu"),
        Target(Alerts, "alert_memory_usage", AtMost(90, "%"), Rooms.Server, "Share of the machine's memory that raises an alert.", "server/server_memory_share"),
        Target(Alerts, "alert_response_time", AtMost(1000, "ms"), Rooms.Server, "Response time that raises an alert.", "server/http_latency_p99"),
        Target(Alerts, "alert_error_rate", AtMost(5, "%"), Rooms.Server, "Share of failed requests that raises an alert; the stricter of two figures (5 and 10 %).", "server/http_error_rate"),
        Target(Alerts, "alert_throughput_drop", AtMost(20, "%"), Rooms.Diagnostics, "Loss of throughput that raises an alert."),
        Target(Profiling, "alert_process_memory", AtMost(2000, "MB"), Rooms.Server, "Memory of the process that raises an alert.", "server/server_memory"),
        Target("Advanced Query Optimization and Compilation", "slow_query_time", AtMost(1000, "ms"), Rooms.Storage, "Query time that is logged as slow.", "storage/complex_query"),
        Target("Modern Memory Management and Profiling", "operation_memory_increase", AtMost(50, "MB"), Rooms.Diagnostics, "Memory that one operation may add without a warning."),
        Target(Issues, "memory_spike", AtMost(200, "MB"), Rooms.Diagnostics, "Jump of a process's memory that counts as an issue."),
        Target(Issues, "cpu_spike", AtMost(25, "points"), Rooms.Diagnostics, "Jump of CPU use that counts as an issue; the stricter of two figures (25 and 30)."),
        Target(Issues, "response_time_degradation", AtMost(50, "%"), Rooms.Diagnostics, "Rise of response times that counts as an issue."),
        Target(Issues, "error_rate_increase", AtMost(100, "%"), Rooms.Diagnostics, "Rise of the error rate that counts as an issue."),

        Target(Streamlit, "dashboard_memory_limit", AtMost(2048, "MB"), Rooms.Server, "Memory limit of the dashboard's process.", "server/server_memory"),
        Target(Streamlit, "dashboard_cpu_limit", AtMost(80, "%"), Rooms.Server, "CPU limit of the dashboard's process.", "server/server_cpu"),
        Target(Streamlit, "dashboard_sessions", AtLeast(1000, "clients"), Rooms.Realtime, "Clients connected at once, all of them served.", "realtime/connected_clients"),

        Target(EdgeConfiguration, "edge_max_response_time", AtMost(400, "ms"), Rooms.Server, "Longest answer with the edge profile; the stricter of two figures (400 and 500).", "server/edge_latency_p99"),
        Target(EdgeConfiguration, "edge_memory_share", AtMost(70, "%"), Rooms.Server, "Share of the edge machine's 512 MB that the server takes.", "server/edge_memory_share"),
        Target(EdgeConfiguration, "edge_local_storage", AtMost(1000, "MB"), Rooms.Storage, "Disk space of an edge machine's data, kept by cleaning up."),
        Target(EdgeConfiguration, "edge_cache_size", AtMost(50, "MB"), Rooms.Caching, "Memory of the caches with the edge profile."),
        Target(EdgeConfiguration, "edge_batch_timeout", AtMost(100, "ms"), Rooms.Realtime, "Longest time for which the edge profile holds a message back.", "realtime/edge_hold_time"),

        Target(Container, "health_check_response_time", AtMost(2000, "ms"), Rooms.Server, "The health check's answer; the stricter of two figures (2 and 5 s).", "server/health_check"),
        Target(Kubernetes, "readiness_probe_time", AtMost(3000, "ms"), Rooms.Server, "The readiness probe's answer.", "server/readiness_check"),
        Target(Kubernetes, "startup_ready_time", AtMost(10, "s"), Rooms.Server, "From the start of the process until it is ready.", "server/server_start"),
        Target(Kubernetes, "autoscale_cpu", AtMost(70, "%"), Rooms.Server, "CPU use from which another replica is started.", "server/server_cpu"),
        Target(Kubernetes, "autoscale_memory", AtMost(80, "%"), Rooms.Server, "Share of the container's 2 GiB from which another replica is started.", "server/container_memory_share"),
        Target(Kubernetes, "simulation_response_time", AtMost(500, "ms"), Rooms.Simulation, "Mean answer while a simulation runs, from which another replica is started."),

        Target(Production, "production_response_time_p95", AtMost(200, "ms"), Rooms.Server, "95 % of the API's answers, under load.", "server/http_latency_p95"),
        Target(Production, "production_throughput", AtLeast(400, "requests/s"), Rooms.Server, "API requests.", "server/http_requests_per_second"),
        Target(Production, "production_memory_200_agents", AtMost(2048, "MB"), Rooms.Simulation, "Memory with 200 agents."),
        Target(Production, "production_cpu_usage", AtMost(80, "%"), Rooms.Server, "Share of all cores at 1,000 requests a second.", "server/server_cpu"),
        Target(Production, "production_error_rate", AtMost(1, "%"), Rooms.Server, "Requests that fail.", "server/http_error_rate"),

        Target(Edge, "edge_response_time_p95", AtMost(300, "ms"), Rooms.Server, "95 % of the API's answers with the edge profile.", "server/edge_latency_p95"),
        Target(Edge, "edge_memory_total", AtMost(512, "MB"), Rooms.Server, "Memory of the server with the edge profile, under load.", "server/edge_memory"),
        Target(Edge, "edge_cpu_average", AtMost(50, "%"), Rooms.Server, "Share of two cores that the server takes with the edge profile.", "server/edge_cpu"),
    ];

    /// <summary>A row of the table of configurations; its response times stand again, and stricter, in the targets by environment.</summary>
    private static IEnumerable<GuideTarget> Configuration(string name, int agents, double steps, double memory, double cpu, double operations) =>
    [
        Target(Expected, $"{name}_steps_per_minute", AtLeast(steps, "steps/min"), Rooms.Simulation, $"Steps of {agents} agents; a second table asks for half."),
        Target(Expected, $"{name}_memory", AtMost(memory, "MB"), Rooms.Simulation, $"Memory with {agents} agents."),
        Target(Expected, $"{name}_cpu", AtMost(cpu, "%"), Rooms.Simulation, $"CPU use with {agents} agents."),
        Target(Expected, $"{name}_operations_per_second", AtLeast(operations, "operations/s"), Rooms.Simulation, $"Operations while {agents} agents are simulated."),
    ];

    private static GuideTarget Target(string section, string name, TargetLimit limit, string room, string description, string? benchmark = null) =>
        new(2, section, name, limit, room, description, benchmark);
}
