using Attune.Lab.Load;

namespace Attune.Lab.Tests.Load;

public class DocumentationTests
{
    [Fact]
    public void Page_EveryScenario_IsAllowed()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Attune.slnx")))
        {
            root = root.Parent!;
        }

        var page = File.ReadAllText(Path.Combine(root.FullName, "docs", "load.md"));
        var scenarios = page.Split("```yaml\n").Skip(1).Select(block => LoadScenario.FromYaml(block.Split("```")[0])).ToList();
        scenarios.Count.ShouldBe(3);
        scenarios[0].Thresholds.Count.ShouldBe(3);
    }
}
