using Attune.Storage.Maintenance;
using Attune.Storage.Writing;
using Microsoft.Data.Sqlite;

namespace Attune.Storage.Sqlite;

/// <summary>The writer's connection with its prepared statements. Used by one thread.</summary>
internal sealed class SqliteWriteSession : IWriteSession
{
    private readonly SqliteConnection _connection;
    private readonly string _path;
    private readonly Dictionary<TableInsert, SqliteStatement> _inserts = [];
    private readonly SqliteStatement _begin, _commit, _rollback;

    /// <summary>Opens the file, making or migrating it as needed.</summary>
    public SqliteWriteSession(SqliteConnectionFactory factory, TimeProvider time)
    {
        _path = factory.Path;
        _connection = factory.OpenWriter();
        try
        {
            Migrated = SqliteMigrations.Apply(_connection, factory.Path, time);
            _begin = new SqliteStatement(_connection, _path, "BEGIN IMMEDIATE");
            _commit = new SqliteStatement(_connection, _path, "COMMIT");
            _rollback = new SqliteStatement(_connection, _path, "ROLLBACK");
        }
        catch (SqliteException error)
        {
            _connection.Dispose();
            throw SqliteErrors.Wrap(error, factory.Path);
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    /// <summary>What the opening brought.</summary>
    public MigrationReport Migrated { get; }

    public void Commit(IReadOnlyList<WriteRequest> requests)
    {
        try
        {
            _begin.Execute();
            foreach (var request in requests)
            {
                foreach (var step in request.Steps)
                {
                    Run(step);
                }
            }

            _commit.Execute();
        }
        catch (SqliteException error)
        {
            Rollback();
            throw SqliteErrors.Wrap(error, _path);
        }
        catch
        {
            Rollback();
            throw;
        }
    }

    /// <summary>It waits for another process's lock only, and never longer than <see cref="StorageOptions.BusyTimeout"/>.</summary>
    public void EndPatience()
    {
    }

    public void Dispose()
    {
        foreach (var statement in _inserts.Values.Append(_begin).Append(_commit).Append(_rollback))
        {
            statement.Dispose();
        }

        _connection.Dispose();
    }

    private void Run(WriteStep step)
    {
        if (step is WorkStep work)
        {
            work.Run(_connection);
            return;
        }

        var insert = (InsertStep)step;
        var statement = StatementFor(insert.Target);
        var added = 0;
        for (var i = 0; i < insert.Count; i++)
        {
            insert.WriteRow(statement, i);
            var isNew = statement.Execute() == 1;
            insert.Added[i] = isNew;
            added += isNew ? 1 : 0;
        }

        insert.AddedCount = added;
    }

    private SqliteStatement StatementFor(TableInsert table)
    {
        if (!_inserts.TryGetValue(table, out var statement))
        {
            var values = string.Join(", ", Enumerable.Repeat("?", table.Columns.Count));
            statement = new SqliteStatement(
                _connection, _path, $"INSERT INTO {table.Table} ({string.Join(", ", table.Columns)}) VALUES ({values}) ON CONFLICT ({table.Key}) DO NOTHING");
            _inserts.Add(table, statement);
        }

        return statement;
    }

    /// <summary>Undoes the open transaction. SQLite may have done so itself (disk full), which is no error here.</summary>
    private void Rollback()
    {
        foreach (var insert in _inserts.Values)
        {
            insert.Clear();
        }

        try
        {
            _rollback.Execute();
        }
        catch (StorageException)
        {
            // "cannot rollback - no transaction is active": it is undone already.
        }
    }
}
