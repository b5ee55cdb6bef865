namespace Attune.Storage.Maintenance;

/// <summary>One setting of the database, as it was asked for and as it is.</summary>
/// <param name="Connection">Whose it is: <c>writer</c> or <c>reader</c>.</param>
/// <param name="Name">Name in the engine's own words, for example <c>wal_autocheckpoint</c>.</param>
/// <param name="Asked">What the options say.</param>
/// <param name="InForce">What the database says on such a connection; null where none is open, for example a writer in a store that only reads.</param>
public sealed record EngineSetting(string Connection, string Name, string Asked, string? InForce)
{
    /// <summary>True when the database does something else than what was asked for.</summary>
    public bool Differs => InForce is not null && !string.Equals(Asked, InForce, StringComparison.OrdinalIgnoreCase);
}
