using Attune.Storage.Pool;
using Microsoft.Data.Sqlite;

namespace Attune.Storage.Sqlite;

/// <summary>Sees to it that a store that only reads shows what is in the file, although it takes no lock on one that nobody writes to.</summary>
/// <remarks>
/// Without a write-ahead log beside it a file is opened as immutable, which needs no right to write to its folder and leaves no trace there. Once it was written to,
/// the connections are opened anew.
/// </remarks>
internal sealed class SqliteReadOnlyFile(SqliteConnectionFactory connections, ConnectionPool readers)
{
    private readonly Lock _gate = new();
    private SqliteFileStamp _seen;
    private bool _isChecked;

    /// <summary>Refuses a file of another program or another version; returns at once when nothing changed since the last time.</summary>
    public async ValueTask EnsureReadyAsync(CancellationToken cancellationToken)
    {
        if (Refresh())
        {
            return;
        }

        await using var lease = await readers.AcquireAsync(cancellationToken);
        SqliteMigrations.CheckUsable((SqliteConnection)lease.Connection, connections.Path);
        lock (_gate)
        {
            _isChecked = true;
        }
    }

    /// <summary>Whether the file is known to be usable as it is now.</summary>
    private bool Refresh()
    {
        var now = SqliteFileStamp.Of(connections.Path);
        lock (_gate)
        {
            if (now == _seen)
            {
                return _isChecked;
            }

            _seen = now;
            _isChecked = false;
        }

        readers.Clear();
        return false;
    }
}
