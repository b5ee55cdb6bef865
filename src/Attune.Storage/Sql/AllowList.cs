namespace Attune.Storage.Sql;

/// <summary>The names that a caller may give for something, each with the fixed SQL that it stands for. Nothing else of a name reaches SQL.</summary>
/// <param name="parameter">What the name is for, as the caller knows it.</param>
/// <param name="names">The names with their SQL.</param>
internal sealed class AllowList(string parameter, params (string Name, string Sql)[] names)
{
    /// <summary>The SQL of a name.</summary>
    /// <exception cref="ArgumentException">The name is not one of the list; the message has the list.</exception>
    public string this[string? name]
    {
        get
        {
            foreach (var (known, sql) in names)
            {
                if (string.Equals(known, name, StringComparison.Ordinal))
                {
                    return sql;
                }
            }

            throw Unknown(parameter, name, names.Select(pair => pair.Name));
        }
    }

    /// <summary>The error for a name that is not allowed.</summary>
    public static ArgumentException Unknown(string parameter, string? name, IEnumerable<string> allowed) =>
        new($"{parameter} '{(name?.Length > 50 ? name[..50] : name)}' is unknown: use one of {string.Join(", ", allowed)}.", parameter);
}
