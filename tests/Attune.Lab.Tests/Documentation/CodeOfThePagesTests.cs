using Attune.Lab.Benchmarks;
using Attune.Lab.Load;
using Attune.Lab.Reports;
using Attune.Lab.Stress;
using Attune.Testing;

namespace Attune.Lab.Tests.Documentation;

/// <summary>The C# of the pages stands here too, line for line, so that it compiles.</summary>
public class CodeOfThePagesTests
{
    [Fact]
    public async Task Benchmark_OfThePage_RunsAndIsMeasured()
    {
        var options = new BenchmarkOptions { Iterations = 2, MemoryLimitMb = 100_000 };
        (await new BenchmarkRunner().RunAsync("mine", new Hashing(), options)).Outcome.ShouldBe(BenchmarkOutcome.Succeeded);
    }

    [Theory]
    [InlineData("benchmarks.md")]
    [InlineData("load.md")]
    [InlineData("stress.md")]
    public void CSharp_OfThePage_IsCompiledHere(string page) => PageCode.FindUncompiled(page, "Attune.Lab.Tests").ShouldBeEmpty();

    /// <summary>Compiled, not called: it needs a server.</summary>
    internal static async Task RunAsync()
    {
        var result = await new BenchmarkRunner().RunAsync("mine", new Hashing(), new BenchmarkOptions());
        Console.WriteLine($"{result.Value:N0} {result.Unit}, passed: {result.Passed}");
    }

    /// <inheritdoc cref="RunAsync"/>
    internal static async Task LoadAsync()
    {
        var result = await LoadRunner.RunAsync(new LoadScenario
        {
            Target = new Uri("http://127.0.0.1:8787/health"),
            Model = OpenModel.At(2000, TimeSpan.FromSeconds(30), Arrivals.Poisson),
            Thresholds = [LoadThreshold.Parse("p95 < 500ms")],
        });
        Console.WriteLine(result.Passed);
    }

    /// <inheritdoc cref="RunAsync"/>
    internal static async Task StressAsync(Uri url)
    {
        var result = await StressTest.RunAsync(
            new StressOptions { From = 10, To = 100, Step = 10 },
            (users, token) => LoadRunner.RunAsync(new LoadScenario { Target = url, Model = ClosedModel.Of((int)users, TimeSpan.FromSeconds(10)) }, null, token));
        File.WriteAllText("stress.html", StressReport.ToHtml(result));
    }
}
