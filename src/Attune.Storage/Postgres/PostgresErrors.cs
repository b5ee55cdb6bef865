using System.Net.Sockets;
using Npgsql;

namespace Attune.Storage.Postgres;

/// <summary>Turns what Npgsql throws into errors that say what to do. No message holds a connection string or a value of a row.</summary>
internal static class PostgresErrors
{
    /// <summary>Null for an error that is not the database's.</summary>
    public static StorageException? Translate(Exception error, PostgresAddress at) => error switch
    {
        PostgresException answer => new StorageException(Describe(answer, at), answer) { IsTransient = IsTransient(answer) },
        NpgsqlException { InnerException: TimeoutException } => Away("no answer in time", at, error),
        NpgsqlException { IsTransient: true } => Away((error.InnerException ?? error).Message, at, error),
        NpgsqlException { InnerException: IOException or SocketException } => Away(error.InnerException.Message, at, error),
        NpgsqlException => new StorageException($"PostgreSQL at {at} cannot be used: {error.Message}", error),
        SocketException or IOException or TimeoutException => Away(error.Message, at, error),
        _ => null,
    };

    /// <summary>True when the session is over, or the server cannot serve now: a new connection may.</summary>
    public static bool IsLoss(Exception error) => error switch
    {
        PostgresException answer => answer.SqlState is PostgresErrorCodes.TooManyConnections or PostgresErrorCodes.ReadOnlySqlTransaction
            || answer.SqlState.StartsWith("57P", StringComparison.Ordinal) || answer.SqlState.StartsWith("08", StringComparison.Ordinal)
            || (answer.InvariantSeverity is "FATAL" or "PANIC" && !IsRefusal(answer.SqlState)),
        NpgsqlException { InnerException: null, IsTransient: false } => false,
        _ => error is NpgsqlException or SocketException or IOException or TimeoutException,
    };

    /// <summary>True when the same transaction may simply be run again.</summary>
    public static bool IsCollision(Exception error) => error is PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected };

    private static bool IsRefusal(string state) =>
        state.StartsWith("28", StringComparison.Ordinal) || state is PostgresErrorCodes.InvalidCatalogName or PostgresErrorCodes.InsufficientPrivilege;

    private static bool IsTransient(PostgresException error) => IsLoss(error) || IsCollision(error)
        || error.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.DiskFull or PostgresErrorCodes.OutOfMemory;

    private static StorageException Away(string why, PostgresAddress at, Exception error) =>
        new(Unreachable(why.TrimEnd('.'), at), error) { IsTransient = true };

    private static string Unreachable(string why, PostgresAddress at) =>
        $"PostgreSQL at {at} cannot be reached: {why}. See whether it runs there, and check Host and Port of the connection string.";

    private static string Describe(PostgresException error, PostgresAddress at) => error.SqlState switch
    {
        PostgresErrorCodes.TooManyConnections =>
            $"PostgreSQL at {at} takes no more connections: raise its max_connections, or lower storage_pool.max_size and postgres.writers.",
        PostgresErrorCodes.ReadOnlySqlTransaction => $"PostgreSQL at {at} only reads (a standby?): name the primary in postgres.connection_string.",
        PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected => $"A write to PostgreSQL at {at} collided with others: try again.",
        PostgresErrorCodes.LockNotAvailable => $"PostgreSQL at {at} gave no lock within postgres.lock_timeout: look for long transactions in pg_stat_activity, or try again.",
        PostgresErrorCodes.QueryCanceled => $"PostgreSQL at {at} cancelled the statement, as it took longer than postgres.statement_timeout or was told to.",
        PostgresErrorCodes.DiskFull => $"The disk of PostgreSQL at {at} is full: free some space, then try again.",
        PostgresErrorCodes.InvalidCatalogName => $"PostgreSQL at {at} has no such database: make it with CREATE DATABASE, or correct postgres.connection_string.",
        PostgresErrorCodes.InsufficientPrivilege =>
            $"PostgreSQL at {at} does not let the role '{at.User}' do this ({error.MessageText}): GRANT it the right, or name a role that owns the tables in postgres.connection_string.",
        ['2', '8', ..] =>
            $"PostgreSQL at {at} does not let the role '{at.User}' in: check Username and Password in postgres.connection_string (ATTUNE__POSTGRES__CONNECTION_STRING) and the server's pg_hba.conf.",
        _ when IsLoss(error) => Unreachable(error.MessageText, at),
        _ => $"PostgreSQL at {at} refused: {error.MessageText} ({error.SqlState}).",
    };
}
