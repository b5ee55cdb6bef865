namespace Attune.Testing;

/// <summary>The C# of a page of <c>docs/</c>, to be compared with code that compiles.</summary>
public static class PageCode
{
    /// <summary>Lines of the page's C# blocks that stand in no file of a test project's folder <c>Documentation</c>.</summary>
    public static IReadOnlyList<string> FindUncompiled(string page, string project)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root!.FullName, "Attune.slnx")))
        {
            root = root.Parent;
        }

        var compiled = Directory.GetFiles(Path.Combine(root.FullName, "tests", project, "Documentation"), "*.cs")
            .SelectMany(File.ReadAllLines).Select(line => line.Trim()).ToHashSet();
        return [.. File.ReadAllText(Path.Combine(root.FullName, "docs", page)).Split("```csharp\n").Skip(1)
            .SelectMany(rest => rest[..rest.IndexOf("```", StringComparison.Ordinal)].Split('\n'))
            .Select(line => line.Trim()).Where(line => line.Length > 0 && !compiled.Contains(line))];
    }
}
