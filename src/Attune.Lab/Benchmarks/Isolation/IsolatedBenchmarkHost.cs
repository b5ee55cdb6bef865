namespace Attune.Lab.Benchmarks.Isolation;

/// <summary>The child process's side: runs the one benchmark that standard input asks for and writes progress and result.</summary>
public static class IsolatedBenchmarkHost
{
    /// <summary>Runs the benchmark.</summary>
    /// <param name="registry">Where it is found.</param>
    /// <param name="input">One line, an <see cref="IsolationRequest"/>.</param>
    /// <param name="output">Receives one line for each message.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <exception cref="ArgumentException">The request is not valid, or there is no such benchmark.</exception>
    public static async Task RunAsync(BenchmarkRegistry registry, TextReader input, TextWriter output, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(registry);
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        var request = IsolationRequest.Parse(await input.ReadLineAsync(cancellationToken));
        var benchmark = registry.Find(request.Suite)?.Create().FirstOrDefault(item => item.Name == request.Name)
            ?? throw new ArgumentException($"There is no benchmark '{request.Name}' in suite '{request.Suite}'.", nameof(input));
        var result = await new BenchmarkRunner().RunAsync(
            request.Suite, benchmark, request.Options with { Isolate = false }, request.Parameters, new LineProgress(output), cancellationToken);
        Send(output, new IsolationMessage(null, result));
    }

    /// <summary>Writes a message as a line of its own, also behind something that the benchmark printed without ending the line.</summary>
    private static void Send(TextWriter output, IsolationMessage message)
    {
        output.WriteLine();
        output.WriteLine(message.ToLine());
        output.Flush();
    }

    private sealed class LineProgress(TextWriter output) : IProgress<BenchmarkProgress>
    {
        public void Report(BenchmarkProgress value) => Send(output, new IsolationMessage(value, null));
    }
}
