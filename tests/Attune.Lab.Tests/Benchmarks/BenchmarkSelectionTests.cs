using Attune.Lab.Benchmarks;

namespace Attune.Lab.Tests.Benchmarks;

public class BenchmarkSelectionTests
{
    private static readonly BenchmarkRegistry Registry = new BenchmarkRegistry()
        .Add(new BenchmarkSuite("storage", "", () => [Named("batch_insert"), Named("open_time")]))
        .Add(new BenchmarkSuite("cli", "", () => [Named("help"), Named("open_time")]))
        .Add(new BenchmarkSuite("targets", "", () => [Named("all")], OnlyByName: true));

    [Fact]
    public void Select_Nothing_TakesAllButThoseOnlyByName() =>
        Names(new BenchmarkSelection()).ShouldBe(["storage/batch_insert", "storage/open_time", "cli/help", "cli/open_time"]);

    [Fact]
    public void Select_SuiteOnlyByName_TakesItWhenNamed() => Names(new BenchmarkSelection { Suites = ["targets"] }).ShouldBe(["targets/all"]);

    [Theory]
    [InlineData("open*", "storage/open_time", "cli/open_time")]
    [InlineData("cli/*", "cli/help", "cli/open_time")]
    [InlineData("*/h?lp", "cli/help")]
    public void Select_Filter_FitsNameOrSuiteAndName(string filter, params string[] expected) => Names(new BenchmarkSelection { Filter = filter }).ShouldBe(expected);

    [Fact]
    public void Select_Name_TakesItInEverySuite() => Names(new BenchmarkSelection { Names = ["open_time"] }).ShouldBe(["storage/open_time", "cli/open_time"]);

    [Fact]
    public void Select_UnknownSuite_NamesThoseThereAre() =>
        Should.Throw<ArgumentException>(() => Names(new BenchmarkSelection { Suites = ["disk"] })).Message.ShouldBe("there is no suite 'disk'; there are storage, cli, targets.");

    [Fact]
    public void Select_UnknownName_SuggestsANearOne() =>
        Should.Throw<ArgumentException>(() => Names(new BenchmarkSelection { Names = ["insert"] })).Message.ShouldContain("did you mean 'batch_insert'?");

    [Fact]
    public void Select_FilterThatFitsNothing_Throws() =>
        Should.Throw<ArgumentException>(() => Names(new BenchmarkSelection { Filter = "zzz*" })).Message.ShouldContain("zzz*");

    [Theory]
    [InlineData("")]
    [InlineData("Upper")]
    [InlineData("with space")]
    [InlineData("a-b")]
    public void Name_OfOtherCharacters_IsRefused(string name) => Should.Throw<ArgumentException>(() => Named(name));

    private static Probe Named(string name) => new((_, _) => ValueTask.CompletedTask, name: name);

    private static IEnumerable<string> Names(BenchmarkSelection selection) => selection.Select(Registry).Select(item => $"{item.Suite}/{item.Benchmark.Name}");
}
