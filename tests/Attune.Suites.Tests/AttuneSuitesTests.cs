using Attune.Lab.Benchmarks;

namespace Attune.Suites.Tests;

public class AttuneSuitesTests
{
    [Fact]
    public void CreateRegistry_Always_NamesAreUniqueWithinEachSuite()
    {
        foreach (var suite in AttuneSuites.CreateRegistry().Suites)
        {
            var names = suite.Create().Select(benchmark => benchmark.Name).ToList();
            names.ShouldNotBeEmpty();
            names.ShouldBeUnique();
        }
    }

    [Fact]
    public void Add_SecondSuiteOfAName_Throws()
    {
        var suite = new BenchmarkSuite("mine", "", () => []);
        Should.Throw<ArgumentException>(() => new BenchmarkRegistry().Add(suite).Add(suite));
    }
}
