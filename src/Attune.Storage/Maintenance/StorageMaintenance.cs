using Attune.Storage.Migrations;
using Attune.Storage.Sql;
using Attune.Storage.Writing;

namespace Attune.Storage.Maintenance;

/// <summary>Upkeep on any engine.</summary>
internal sealed class StorageMaintenance(ISqlEngine engine, GroupCommitter writer, Retention retention) : IMaintenance
{
    public Task<StorageStatus> GetStatusAsync(CancellationToken cancellationToken = default) => RunAsync(async () =>
    {
        var (total, free) = await engine.Maintenance.GetSpaceAsync(cancellationToken);
        return new StorageStatus
        {
            Engine = engine.Name,
            Address = engine.Maintenance.Address,
            SchemaVersion = await engine.Maintenance.GetSchemaVersionAsync(cancellationToken),
            LatestVersion = SchemaHistory.LatestVersion,
            Tables = await engine.Maintenance.GetSizesAsync(cancellationToken),
            Settings = await GetSettingsAsync(cancellationToken),
            Pools = [engine.Readers.Statistics],
            TotalBytes = total,
            FreeDiskBytes = free,
            LastRetention = retention.Last,
        };
    });

    public Task<MigrationReport> MigrateAsync(CancellationToken cancellationToken = default) => ChangeAsync(() => engine.Maintenance.MigrateAsync(cancellationToken));

    public Task VacuumAsync(IProgress<string>? progress = null, CancellationToken cancellationToken = default) =>
        ChangeAsync(async () =>
        {
            await engine.EnsureReadyAsync(cancellationToken);
            await engine.Maintenance.VacuumAsync(progress, cancellationToken);
            return true;
        });

    public Task AnalyzeAsync(IProgress<string>? progress = null, CancellationToken cancellationToken = default) =>
        ChangeAsync(async () =>
        {
            await engine.EnsureReadyAsync(cancellationToken);
            await engine.Maintenance.AnalyzeAsync(progress, cancellationToken);
            return true;
        });

    public Task<RetentionRun> ApplyRetentionAsync(bool dryRun = false, IProgress<string>? progress = null, CancellationToken cancellationToken = default) =>
        retention.RunAsync(dryRun, progress, cancellationToken);

    /// <summary>The writer is asked through its queue, because its connection belongs to its thread.</summary>
    private async Task<IReadOnlyList<EngineSetting>> GetSettingsAsync(CancellationToken cancellationToken)
    {
        var probes = engine.Maintenance.Settings.ToLookup(probe => probe.Connection);
        var ofWriter = probes[SettingProbe.Writer].Select(probe => probe.Read(null)).ToList();
        if (!writer.IsReadOnly)
        {
            var step = new WorkStep<List<EngineSetting>>(connection => [.. probes[SettingProbe.Writer].Select(probe => probe.Read(connection))]);
            await writer.WriteAsync(new WriteRequest(1, step), cancellationToken);
            ofWriter = step.Result;
        }

        await using var lease = await engine.Readers.AcquireAsync(cancellationToken);
        return [.. ofWriter, .. probes[SettingProbe.Reader].Select(probe => probe.Read(lease.Connection))];
    }

    private Task<T> ChangeAsync<T>(Func<Task<T>> work)
    {
        writer.ThrowIfReadOnly();
        return RunAsync(work);
    }

    private async Task<T> RunAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await (engine.Blocks ? Task.Run(work) : work());
        }
        catch (Exception error) when (engine.Translate(error) is not null)
        {
            throw engine.Translate(error)!;
        }
    }
}
