namespace Attune.Suites.Streaming.Nexmark;

/// <summary>The name and city of a person, found from the id alone; none is made anew.</summary>
internal static class PersonNames
{
    private static readonly string[] First = ["Ada", "Blaise", "Carl", "Daniel", "Emmy", "Felix", "Grace", "Henri", "Ida", "Johann", "Karl"];
    private static readonly string[] Last = ["Bayes", "Cantor", "Doob", "Euler", "Fermat", "Gauss", "Hopper", "Ito", "Jordan"];
    private static readonly string[] Cities = ["Phoenix", "Los Angeles", "San Francisco", "Boise", "Portland", "Bend", "Redmond", "Seattle", "Kent", "Cheyenne"];
    private static readonly string[] Full = [.. from first in First from last in Last select $"{first} {last}"];

    /// <summary>First and last name.</summary>
    public static string NameOf(long person) => Full[person % Full.Length];

    /// <summary>The city.</summary>
    public static string CityOf(long person) => Cities[person % Cities.Length];
}
