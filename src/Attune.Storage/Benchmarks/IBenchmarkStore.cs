namespace Attune.Storage.Benchmarks;

/// <summary>The history of benchmark runs. What a method has stored when it returns survives the end of the process.</summary>
public interface IBenchmarkStore
{
    /// <summary>Stores the beginning of a run.</summary>
    /// <returns>Its number.</returns>
    Task<long> StartRunAsync(StoredRun run, CancellationToken cancellationToken = default);

    /// <summary>Stores one measurement of a run with its samples.</summary>
    /// <returns>Its number.</returns>
    /// <exception cref="StorageException">There is no such run.</exception>
    Task<long> AddAsync(long runId, StoredMeasurement measurement, CancellationToken cancellationToken = default);

    /// <summary>Marks a run as finished.</summary>
    Task FinishRunAsync(long runId, DateTime finishedAt, CancellationToken cancellationToken = default);

    /// <summary>The latest runs, latest first.</summary>
    Task<IReadOnlyList<StoredRun>> GetRunsAsync(int limit, CancellationToken cancellationToken = default);

    /// <summary>One run; null if there is none of this number.</summary>
    Task<StoredRun?> GetRunAsync(long runId, CancellationToken cancellationToken = default);

    /// <summary>Measurements with their runs, oldest first.</summary>
    Task<IReadOnlyList<BenchmarkRecord>> GetRecordsAsync(BenchmarkQuery query, CancellationToken cancellationToken = default);

    /// <summary>Gives a run a name to be compared with; the name moves from the run that had it.</summary>
    /// <exception cref="StorageException">There is no such run.</exception>
    Task SetBaselineAsync(string name, long runId, CancellationToken cancellationToken = default);

    /// <summary>Takes a name away.</summary>
    /// <returns>Whether there was one.</returns>
    Task<bool> RemoveBaselineAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>All names, in alphabetical order.</summary>
    Task<IReadOnlyList<StoredBaseline>> GetBaselinesAsync(CancellationToken cancellationToken = default);
}
