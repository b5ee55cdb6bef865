namespace Attune.Storage.Maintenance;

/// <summary>Upkeep that each engine does in its own way. The database's own errors come through as they are.</summary>
internal interface IEngineMaintenance
{
    /// <summary>Where the database is, without secrets.</summary>
    string Address { get; }

    /// <summary>The settings that the options ask for, and how to read them back.</summary>
    IReadOnlyList<SettingProbe> Settings { get; }

    /// <summary>Applies the migrations that are missing; the report includes those of the opening.</summary>
    Task<MigrationReport> MigrateAsync(CancellationToken cancellationToken);

    /// <summary>The version of the schema that the database has now; 0 without any.</summary>
    Task<int> GetSchemaVersionAsync(CancellationToken cancellationToken);

    /// <summary>Rows and bytes of each table, by name.</summary>
    Task<IReadOnlyList<TableSize>> GetSizesAsync(CancellationToken cancellationToken);

    /// <summary>Bytes of the whole database, and of free space on its disk where that can be seen.</summary>
    Task<(long Total, long? Free)> GetSpaceAsync(CancellationToken cancellationToken);

    /// <summary>Gives the space of deleted rows back.</summary>
    Task VacuumAsync(IProgress<string>? progress, CancellationToken cancellationToken);

    /// <summary>Gathers the statistics that the query planner uses.</summary>
    Task AnalyzeAsync(IProgress<string>? progress, CancellationToken cancellationToken);
}
