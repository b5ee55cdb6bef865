namespace Attune.Suites.Targets;

/// <summary>The rooms that targets belong to.</summary>
public static class Rooms
{
    /// <summary>Vector index and store.</summary>
    public const string Vectors = "vectors";

    /// <summary>Delta evaluation and safety validation.</summary>
    public const string Feedback = "feedback";

    /// <summary>Model Context Protocol: requests, tools, messages.</summary>
    public const string Mcp = "mcp";

    /// <summary>Caches of several levels.</summary>
    public const string Caching = "caching";

    /// <summary>Models and batching.</summary>
    public const string Inference = "inference";

    /// <summary>Agents and their schedulers.</summary>
    public const string Simulation = "simulation";

    /// <summary>Ledger, texts and windows on disk.</summary>
    public const string Storage = "storage";

    /// <summary>Events, partitions and windows on their way.</summary>
    public const string Streaming = "streaming";

    /// <summary>WebSocket feed.</summary>
    public const string Realtime = "realtime";

    /// <summary>HTTP, dashboard and the process around them.</summary>
    public const string Server = "server";

    /// <summary>Detection of what goes wrong.</summary>
    public const string Diagnostics = "diagnostics";

    /// <summary>Search and retrieval.</summary>
    public const string Retrieval = "retrieval";

    /// <summary>Breakers, limits and recovery.</summary>
    public const string Resilience = "resilience";

    /// <summary>The command line.</summary>
    public const string Cli = "cli";

    /// <summary>No room: outside the program.</summary>
    public const string None = "none";

    /// <summary>Those that exist.</summary>
    public static IReadOnlyList<string> Built { get; } = [Storage, Streaming, Realtime, Server, Cli];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
        [Vectors, Feedback, Mcp, Caching, Inference, Simulation, Storage, Streaming, Realtime, Server, Diagnostics, Retrieval, Resilience, Cli, None];
}
