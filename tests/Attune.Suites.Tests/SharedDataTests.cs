namespace Attune.Suites.Tests;

public class SharedDataTests
{
    [Fact]
    public void Find_UnknownSet_IsNull() => SharedData.Find("no-such-data-set/anywhere").ShouldBeNull();

    [SkippableFact]
    public void Find_KnownSet_IsAFullPath()
    {
        var path = SharedData.Find("changepoints");
        Skip.If(path is null, "the data sets of shared/data are absent");
        Path.IsPathFullyQualified(path!).ShouldBeTrue();
        Directory.Exists(path).ShouldBeTrue();
    }
}
