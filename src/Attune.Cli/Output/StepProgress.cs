using System.Diagnostics;

namespace Attune.Cli.Output;

/// <summary>Says on standard error what a long command is at, so that standard output holds its result only.</summary>
internal sealed class StepProgress(string what) : IProgress<string>
{
    private readonly long _start = Stopwatch.GetTimestamp();

    /// <summary>Time since the start.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_start);

    public void Report(string value) => Console.Error.WriteLine($"{what} {value} …");
}
