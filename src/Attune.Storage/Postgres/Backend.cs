namespace Attune.Storage.Postgres;

/// <summary>The server's process behind a session. The number alone may be given to another process later.</summary>
/// <param name="Process">Its number.</param>
/// <param name="StartedAt">When it started, UTC.</param>
internal readonly record struct Backend(int Process, DateTime StartedAt);
