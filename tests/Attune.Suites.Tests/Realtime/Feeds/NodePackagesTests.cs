using Attune.Suites.Realtime.Feeds;

namespace Attune.Suites.Tests.Realtime.Feeds;

public class NodePackagesTests
{
    [Fact]
    public void Unavailable_PackageThatIsNotThere_SaysWhatIsMissing() =>
        NodePackages.Unavailable("attune-has-no-such-package").ShouldNotBeNull().ShouldMatch("node is not installed|npm package attune-has-no-such-package is not there");
}
