using System.Collections.Concurrent;

namespace Attune.Storage.Sql;

/// <summary>A number for each table that grows with each write of this process that has changed it or, where it failed without a clear answer, may have.</summary>
internal sealed class TableVersions
{
    private readonly ConcurrentDictionary<string, long> _versions = new(StringComparer.Ordinal);

    public void Advance(IReadOnlyList<string> tables)
    {
        foreach (var table in tables)
        {
            _versions.AddOrUpdate(table, 1, static (_, version) => version + 1);
        }
    }

    public long Of(string table) => _versions.GetValueOrDefault(table);
}
