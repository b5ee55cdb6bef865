using System.Diagnostics;

namespace Attune.Cli.Output;

/// <summary>Says on standard error what a long command is at: one line that changes on a terminal, a line for each step elsewhere.</summary>
internal sealed class StepProgress(string what) : IProgress<string>
{
    private const string EraseLine = "\r\u001b[2K";

    private readonly bool _rewrites = !Console.IsErrorRedirected;
    private readonly long _start = Stopwatch.GetTimestamp();

    /// <summary>Time since the start.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_start);

    public void Report(string value)
    {
        var line = $"{what} {value} …";
        Console.Error.Write(_rewrites ? EraseLine + line : line + Environment.NewLine);
    }

    /// <summary>Takes the line away.</summary>
    public void Erase()
    {
        if (_rewrites)
        {
            Console.Error.Write(EraseLine);
        }
    }
}
