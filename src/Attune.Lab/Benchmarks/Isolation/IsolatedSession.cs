using System.Diagnostics;

namespace Attune.Lab.Benchmarks.Isolation;

/// <summary>What a child process has said so far.</summary>
internal sealed class IsolatedSession(Process process, IProgress<BenchmarkProgress>? progress)
{
    private long _lastHeard = Stopwatch.GetTimestamp();
    private volatile string _lastError = "";

    /// <summary>The stage it last spoke of, in words.</summary>
    public string Stage { get; private set; } = "start";

    public BenchmarkResult? Result { get; private set; }

    /// <summary>How long it has said nothing.</summary>
    public TimeSpan Silence => Stopwatch.GetElapsedTime(Interlocked.Read(ref _lastHeard));

    /// <summary>The last line on its standard error, to be put behind the exit code.</summary>
    public string LastError => _lastError;

    /// <summary>Reads until both streams end.</summary>
    public Task ReadAsync() => Task.WhenAll(ReadOutputAsync(), ReadErrorAsync());

    private async Task ReadOutputAsync()
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (IsolationMessage.Parse(line) is not { } message)
            {
                continue;
            }

            Interlocked.Exchange(ref _lastHeard, Stopwatch.GetTimestamp());
            Result = message.Result ?? Result;
            if (message.Progress is { } step)
            {
                Stage = step.Stage.ToString().ToLowerInvariant();
                progress?.Report(step);
            }
        }
    }

    private async Task ReadErrorAsync()
    {
        while (await process.StandardError.ReadLineAsync() is { } line)
        {
            if (line.Length > 0)
            {
                _lastError = $": {line}";
            }
        }
    }
}
