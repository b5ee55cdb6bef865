namespace Attune.Storage.Maintenance;

/// <summary>Upkeep that each engine does in its own way.</summary>
internal interface IEngineMaintenance
{
    /// <summary>Applies the migrations that are missing.</summary>
    Task<MigrationReport> MigrateAsync(CancellationToken cancellationToken);

    /// <summary>The version of the schema that the database has now; 0 without any.</summary>
    Task<int> GetSchemaVersionAsync(CancellationToken cancellationToken);

    /// <summary>Rows and bytes of each table.</summary>
    Task<IReadOnlyList<TableSize>> GetSizesAsync(CancellationToken cancellationToken);

    /// <summary>The settings that are in force, read back from the database.</summary>
    Task<IReadOnlyList<EngineSetting>> GetSettingsAsync(CancellationToken cancellationToken);

    /// <summary>Gives the space of deleted rows back.</summary>
    Task VacuumAsync(CancellationToken cancellationToken);

    /// <summary>Gathers the statistics that the query planner uses.</summary>
    Task AnalyzeAsync(CancellationToken cancellationToken);
}
