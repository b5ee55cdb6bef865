namespace Attune.Storage;

/// <summary>One setting of the database, as it was asked for and as it is.</summary>
/// <param name="Name">Name in the engine's own words, for example <c>wal_autocheckpoint</c>.</param>
/// <param name="Asked">What the options say.</param>
/// <param name="InForce">What the database says.</param>
public sealed record EngineSetting(string Name, string Asked, string InForce);
