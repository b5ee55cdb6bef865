namespace Attune.Suites;

/// <summary>Finds data sets that are not part of the repository.</summary>
internal static class SharedData
{
    /// <summary>Names the folder of the data sets, where they are not in <c>shared/data</c> beside or above the program.</summary>
    public const string Variable = "ATTUNE_DATA";

    /// <summary>The full path of a file or folder of the data sets; null where there is none.</summary>
    /// <param name="relative">For example <c>changepoints/tcpd</c>.</param>
    public static string? Find(string relative)
    {
        var named = Environment.GetEnvironmentVariable(Variable);
        return (string.IsNullOrEmpty(named) ? Above(AppContext.BaseDirectory).Concat(Above(Environment.CurrentDirectory)) : [named])
            .Select(folder => Path.GetFullPath(Path.Combine(folder, relative)))
            .FirstOrDefault(Path.Exists);
    }

    private static IEnumerable<string> Above(string folder)
    {
        for (var place = new DirectoryInfo(folder); place is not null; place = place.Parent)
        {
            yield return Path.Combine(place.FullName, "shared", "data");
        }
    }
}
