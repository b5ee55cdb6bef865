namespace Attune.Storage.Maintenance;

/// <summary>What a migration did.</summary>
/// <param name="From">Version of the schema before; 0 for an empty database.</param>
/// <param name="To">Version after.</param>
/// <param name="Applied">Names of the steps that were applied, in order.</param>
public sealed record MigrationReport(int From, int To, IReadOnlyList<string> Applied);
