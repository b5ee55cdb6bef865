namespace Attune.Storage.Sqlite;

/// <summary>What tells whether a file was written since it was last looked at. With a write-ahead log beside it SQLite sees to that itself.</summary>
/// <param name="HasLog">True when a log lies beside the file: someone has it open to write, or died while it had.</param>
/// <param name="Length">Bytes of a file without a log.</param>
/// <param name="WrittenAt">When a file without a log was written.</param>
internal readonly record struct SqliteFileStamp(bool HasLog, long Length, DateTime WrittenAt)
{
    public static SqliteFileStamp Of(string path)
    {
        if (File.Exists($"{path}-wal"))
        {
            return new SqliteFileStamp(true, 0, default);
        }

        var file = new FileInfo(path);
        return file.Exists ? new SqliteFileStamp(false, file.Length, file.LastWriteTimeUtc) : default;
    }
}
