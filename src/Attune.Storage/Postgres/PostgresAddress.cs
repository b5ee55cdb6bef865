using Npgsql;

namespace Attune.Storage.Postgres;

/// <summary>What messages may say of a connection string: never the password.</summary>
/// <param name="Name"><c>host:port/database</c>.</param>
/// <param name="User">The role.</param>
internal sealed record PostgresAddress(string Name, string User)
{
    public static PostgresAddress Of(NpgsqlConnectionStringBuilder settings) => new(
        $"{settings.Host ?? "localhost"}:{settings.Port}/{settings.Database ?? settings.Username}", settings.Username ?? Environment.UserName);

    public override string ToString() => Name;
}
