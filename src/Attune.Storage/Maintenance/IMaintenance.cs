namespace Attune.Storage.Maintenance;

/// <summary>Upkeep of a store: what it holds, migrations, retention, and the engine's own housekeeping.</summary>
/// <remarks>Every call fails with a <see cref="StorageException"/> when the database cannot be reached; all but <see cref="GetStatusAsync"/> also in a store that only reads.</remarks>
public interface IMaintenance
{
    /// <summary>Sizes, versions, settings and pools. Works on a schema of any version. Reads the whole SQLite file once.</summary>
    Task<StorageStatus> GetStatusAsync(CancellationToken cancellationToken = default);

    /// <summary>Brings the schema to this program's version. What the opening of this store did already is part of the report.</summary>
    Task<MigrationReport> MigrateAsync(CancellationToken cancellationToken = default);

    /// <summary>Gives the space of deleted rows back to the disk (SQLite), or to the tables (PostgreSQL).</summary>
    /// <param name="progress">Told the name of each table or step as it begins.</param>
    /// <param name="cancellationToken">Stops between two steps.</param>
    /// <exception cref="StorageException">Others use the SQLite file: transient.</exception>
    Task VacuumAsync(IProgress<string>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>Gathers the statistics from which the planner chooses indexes.</summary>
    /// <param name="progress">Told the name of each table as it begins.</param>
    /// <param name="cancellationToken">Stops between two tables.</param>
    Task AnalyzeAsync(IProgress<string>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>Deletes what is older than <see cref="RetentionOptions"/> allow, in transactions of limited size.</summary>
    /// <param name="dryRun">Only count, delete nothing. Works in a store that only reads.</param>
    /// <param name="progress">Told the name of each table as it begins.</param>
    /// <param name="cancellationToken">Stops between two transactions.</param>
    Task<RetentionRun> ApplyRetentionAsync(bool dryRun = false, IProgress<string>? progress = null, CancellationToken cancellationToken = default);
}
