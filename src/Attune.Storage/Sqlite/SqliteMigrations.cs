using Attune.Storage.Maintenance;
using Attune.Storage.Migrations;
using Microsoft.Data.Sqlite;

namespace Attune.Storage.Sqlite;

/// <summary>Applies the schema's history to a file, under the write lock.</summary>
internal static class SqliteMigrations
{
    /// <summary>Marks the file as Attune's: "Attu" in ASCII.</summary>
    private const int ApplicationId = 0x41747475;

    /// <summary>Refuses a database of another program, before anything in it is changed.</summary>
    public static void CheckOwner(SqliteConnection connection, string path)
    {
        // In this order: another process that makes the file at this moment sets both in one transaction.
        if (Pragma(connection, "schema_version") != 0 && Pragma(connection, "application_id") != ApplicationId)
        {
            throw new StorageException($"'{path}' is an SQLite database, but not one of Attune's: name another file with --set storage.path=FILE.");
        }
    }

    /// <summary>Refuses a file that this program cannot read as it is.</summary>
    public static void CheckUsable(SqliteConnection connection, string path)
    {
        CheckOwner(connection, path);
        var version = CurrentVersion(connection);
        CheckNotNewer(version, path);
        if (version < SchemaHistory.LatestVersion)
        {
            throw new StorageException(version == 0
                ? $"'{path}' holds no tables yet: make them with 'attune storage migrate', or start the server."
                : $"'{path}' has schema {version} of an older Attune, this one needs {SchemaHistory.LatestVersion}: bring it up to date with 'attune storage migrate'.");
        }
    }

    /// <summary>Brings the database to <see cref="SchemaHistory.LatestVersion"/>. Two processes that start at once wait for each other.</summary>
    public static MigrationReport Apply(SqliteConnection connection, string path, TimeProvider time)
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        SqliteConnectionFactory.Execute(connection, $"PRAGMA application_id = {ApplicationId}");
        SqliteConnectionFactory.Execute(connection, """
            CREATE TABLE IF NOT EXISTS schema_migrations (version INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at INTEGER NOT NULL);
            """);
        var version = CurrentVersion(connection);
        CheckNotNewer(version, path);
        for (var next = version; next < SchemaHistory.LatestVersion; next++)
        {
            SqliteConnectionFactory.Execute(connection, SchemaHistory.All[next].Sqlite);
            using var record = connection.CreateCommand();
            record.CommandText = "INSERT INTO schema_migrations (version, name, applied_at) VALUES ($version, $name, $time)";
            record.Parameters.AddWithValue("$version", next + 1);
            record.Parameters.AddWithValue("$name", SchemaHistory.All[next].Name);
            record.Parameters.AddWithValue("$time", UnixTime.FromDateTime(time.GetUtcNow().UtcDateTime));
            record.ExecuteNonQuery();
        }

        transaction.Commit();
        return new MigrationReport(version, SchemaHistory.LatestVersion, [.. SchemaHistory.All.Skip(version).Select(step => step.Name)]);
    }

    /// <summary>The version of the schema; 0 without any.</summary>
    public static int CurrentVersion(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'schema_migrations'";
        if (command.ExecuteScalar() is null)
        {
            return 0;
        }

        command.CommandText = "SELECT coalesce(max(version), 0) FROM schema_migrations";
        return Convert.ToInt32(command.ExecuteScalar());
    }

    private static void CheckNotNewer(int version, string path)
    {
        if (version > SchemaHistory.LatestVersion)
        {
            throw new StorageException(
                $"'{path}' was written by a newer Attune (schema {version}, this one knows {SchemaHistory.LatestVersion}): use that version or another file.");
        }
    }

    private static long Pragma(SqliteConnection connection, string name)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"PRAGMA {name}";
        return Convert.ToInt64(command.ExecuteScalar());
    }
}
