namespace Attune.Storage.Migrations;

/// <summary>One step of the schema's history, in the words of each engine.</summary>
/// <param name="Name">What it brings.</param>
/// <param name="Sqlite">Its statements for SQLite.</param>
/// <param name="Postgres">The same for PostgreSQL: texts compare byte by byte (<c>COLLATE "C"</c>), instants are milliseconds since 1970 as on SQLite.</param>
internal sealed record Migration(string Name, string Sqlite, string Postgres);
