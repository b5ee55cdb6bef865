using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Attune.Lab.Benchmarks.Commands;

/// <summary>Measures a program: a command line that the system's shell runs, to its end, once in each iteration.</summary>
/// <remarks>The figure is the command's wall time in seconds, or the last number that it prints. A non-zero exit code is a failure.</remarks>
public sealed partial class CommandBenchmark : Benchmark
{
    private static readonly TimeSpan PipeGrace = TimeSpan.FromSeconds(1);

    private readonly CommandDefinition _definition;

    /// <summary>A benchmark of <paramref name="definition"/>.</summary>
    /// <exception cref="ArgumentException">The name is not valid or the command is empty.</exception>
    public CommandBenchmark(CommandDefinition definition)
        : base(definition?.Name!, definition?.Description is { Length: > 0 } text ? text : definition?.Command ?? "")
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(definition!.Command);
        _definition = definition;
        Figure = definition.Figure == CommandFigure.Time ? BenchmarkFigure.Seconds : BenchmarkFigure.Reported(definition.Unit ?? "", definition.Better);
        Target = definition.Target is { } target ? new BenchmarkTarget(target, "its definition") : null;
    }

    /// <inheritdoc/>
    public override BenchmarkFigure Figure { get; }

    /// <inheritdoc/>
    public override BenchmarkTarget? Target { get; }

    /// <inheritdoc/>
    public override BenchmarkOptions Configure(BenchmarkOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options with { MinIterationMs = 0, MaxWarmupIterations = options.WarmupIterations, Iterations = _definition.Iterations ?? options.Iterations };
    }

    /// <inheritdoc/>
    public override async ValueTask RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var (shell, flag) = OperatingSystem.IsWindows() ? ("cmd.exe", "/c") : ("/bin/sh", "-c");
        using var process = Process.Start(new ProcessStartInfo(shell, [flag, _definition.Command])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false, WorkingDirectory = _definition.Folder ?? "",
        }) ?? throw new InvalidOperationException("The shell did not start.");
        try
        {
            process.StandardInput.Close();
            var output = new LastLine(process.StandardOutput, _definition.Figure == CommandFigure.Output ? Number() : null);
            var error = new LastLine(process.StandardError, null);
            var reading = Task.WhenAll(output.ReadAsync(cancellationToken), error.ReadAsync(cancellationToken));
            await WaitForEndAsync(process, cancellationToken);

            // What the command left running in the background may hold the pipes open: its output is not waited for.
            await Task.WhenAny(reading, Task.Delay(PipeGrace, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
            if (process.ExitCode != 0)
            {
                throw new InvalidOperationException($"Exit code {process.ExitCode}{(error.Text is { } text ? $": {text}" : "")}");
            }

            if (_definition.Figure == CommandFigure.Output)
            {
                context.Report(output.Match is { } number
                    ? double.Parse(Separators().Replace(number, ""), CultureInfo.InvariantCulture)
                    : throw new InvalidOperationException("The command printed no number."));
            }
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    /// <summary>The shell's own end. <see cref="Process.WaitForExitAsync"/> would wait for the end of the pipes too.</summary>
    private static async Task WaitForEndAsync(Process process, CancellationToken cancellationToken)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => ended.TrySetResult();
        if (!process.HasExited)
        {
            await ended.Task.WaitAsync(cancellationToken);
        }
    }

    [GeneratedRegex(@"[-+]?(?:\d{1,3}(?:[,_'\u00A0\u202F]\d{3})+(?!\d)|\d+)(?:\.\d+)?(?:[eE][-+]?\d+)?", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();

    /// <summary>What separates thousands.</summary>
    [GeneratedRegex(@"[,_'\u00A0\u202F]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Separators();

    /// <summary>Reads a stream to its end and keeps its last line and the last match in it, so that a talkative command takes no memory.</summary>
    private sealed class LastLine(StreamReader reader, Regex? pattern)
    {
        public string? Text { get; private set; }

        public string? Match { get; private set; }

        public async Task ReadAsync(CancellationToken cancellationToken)
        {
            while (await reader.ReadLineAsync(cancellationToken) is { } line)
            {
                Text = line.Length > 0 ? line : Text;
                if (pattern?.Matches(line) is { Count: > 0 } matches)
                {
                    Match = matches[^1].Value;
                }
            }
        }
    }
}
