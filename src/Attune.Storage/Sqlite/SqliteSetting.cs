using System.Globalization;
using Attune.Storage.Maintenance;

namespace Attune.Storage.Sqlite;

/// <summary>One PRAGMA: how it is set when a connection is opened, and how it is read back.</summary>
/// <param name="Name">Name of the PRAGMA.</param>
/// <param name="Value">What the options ask for, in the words that SQLite takes.</param>
/// <param name="Words">The words for the numbers with which SQLite answers; none where it answers as it was asked.</param>
internal sealed record SqliteSetting(string Name, string Value, params string[] Words)
{
    private static readonly string[] Synchronous = ["OFF", "NORMAL", "FULL", "EXTRA"];
    private static readonly string[] TempStores = ["DEFAULT", "FILE", "MEMORY"];

    /// <summary>Settings of the connection that writes, in the order in which they must be set.</summary>
    public static IReadOnlyList<SqliteSetting> OfWriter(StorageOptions options) =>
    [
        .. OfBoth(options),
        new("page_size", Text(StorageOptions.PageSizeBytes)),
        new("journal_mode", "WAL"),
        new("synchronous", Synchronous[options.Synchronous == SynchronousMode.Full ? 2 : 1], Synchronous),
        new("wal_autocheckpoint", Text(options.WalAutocheckpointPages)),
    ];

    /// <summary>Settings of the connections that read.</summary>
    public static IReadOnlyList<SqliteSetting> OfReader(StorageOptions options) =>
        [.. OfBoth(options), new("mmap_size", Text(options.MmapBytes)), new("query_only", "1")];

    public string SetSql => $"PRAGMA {Name} = {Value};";

    public SettingProbe ToProbe(string connection) => new(connection, Name, Value, $"PRAGMA {Name}", Format);

    private string Format(object? value) =>
        value is long number && number >= 0 && number < Words.Length ? Words[number] : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    private static IEnumerable<SqliteSetting> OfBoth(StorageOptions options) =>
    [
        new("busy_timeout", Text((long)options.BusyTimeout.TotalMilliseconds)),
        new("cache_size", Text(-options.PageCacheKib)),
        new("temp_store", TempStores[options.TempStore == TempStore.Memory ? 2 : 1], TempStores),
    ];

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
