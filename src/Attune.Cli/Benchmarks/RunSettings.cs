using System.CommandLine;
using Attune.Configuration;
using Attune.Lab.Benchmarks;

namespace Attune.Cli.Benchmarks;

/// <summary>The options that stand for values of the section <c>benchmark</c>.</summary>
internal sealed class RunSettings
{
    private const string Section = "benchmark.";

    private readonly List<(Option Option, string Path, Func<ParseResult, string?> Value)> _all = [];

    public static RunSettings AddTo(Command command)
    {
        var settings = new RunSettings();
        settings.AddText(command, "--iterations", "iterations", "Measured iterations (default 10, or what the benchmark says).", "N");
        settings.AddText(command, "--warmup", "warmup_iterations", "Fewest warm-up iterations (default 2).", "N");
        settings.AddText(command, "--timeout", "timeout_seconds", "Longest time of one iteration, in seconds (default 30).", "S");
        settings.AddText(command, "--memory-limit", "memory_limit_mb", "Most memory in MiB (default 1000).", "MIB");
        settings.AddText(command, "--workers", "workers", "Callers at once (default 1).", "N");
        settings.AddFlag(command, "--isolate", "isolate", "true", "Run each benchmark in a process of its own.");
        settings.AddFlag(command, "--no-store", "store", "false", "Do not keep the results in the history.");
        return settings;
    }

    /// <summary>Configuration values that were given as options.</summary>
    public IEnumerable<(string Path, string Value, string Origin)> Values(ParseResult parsed) =>
        from item in _all
        let value = item.Value(parsed)
        where value is not null
        select (Section + item.Path, value, item.Option.Name);

    /// <summary>Applies what a person set, on the command line or in the configuration, over what a benchmark prefers.</summary>
    public static Func<BenchmarkOptions, BenchmarkOptions> Explicit(ResolvedConfiguration configuration)
    {
        var given = configuration.Get<BenchmarkOptions>();
        var named = configuration.Settings.Where(setting => setting.Origin != "default" && setting.Path.StartsWith(Section, StringComparison.Ordinal))
            .Select(setting => setting.Path[Section.Length..]).ToHashSet(StringComparer.Ordinal);
        return options => options with
        {
            Iterations = named.Contains("iterations") ? given.Iterations : options.Iterations,
            WarmupIterations = named.Contains("warmup_iterations") ? given.WarmupIterations : options.WarmupIterations,
            MaxWarmupIterations = named.Contains("max_warmup_iterations") ? given.MaxWarmupIterations
                : named.Contains("warmup_iterations") ? given.WarmupIterations
                : options.MaxWarmupIterations,
            TimeoutSeconds = named.Contains("timeout_seconds") ? given.TimeoutSeconds : options.TimeoutSeconds,
            MemoryLimitMb = named.Contains("memory_limit_mb") ? given.MemoryLimitMb : options.MemoryLimitMb,
            MinIterationMs = named.Contains("min_iteration_ms") ? given.MinIterationMs : options.MinIterationMs,
            Workers = named.Contains("workers") ? given.Workers : options.Workers,
            Store = named.Contains("store") ? given.Store : options.Store,
            Isolate = named.Contains("isolate") ? given.Isolate : options.Isolate,
            Outliers = named.Contains("outliers") ? given.Outliers : options.Outliers,
        };
    }

    private void AddText(Command command, string name, string path, string description, string help)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = help };
        command.Add(option);
        _all.Add((option, path, parsed => parsed.GetValue(option)));
    }

    private void AddFlag(Command command, string name, string path, string value, string description)
    {
        var option = new Option<bool>(name) { Description = description };
        command.Add(option);
        _all.Add((option, path, parsed => parsed.GetValue(option) ? value : null));
    }
}
