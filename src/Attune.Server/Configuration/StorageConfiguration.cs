using Attune.Configuration;
using Attune.Storage;
using Attune.Storage.Maintenance;
using Attune.Storage.Pool;
using Attune.Storage.Postgres;

namespace Attune.Server.Configuration;

/// <summary>From the configuration to an open store.</summary>
public static class StorageConfiguration
{
    /// <summary>All options of the storage room, for <see cref="AttuneStorage.Open(StorageSetup)"/>; add what else the program has.</summary>
    public static StorageSetup ToStorageSetup(this ResolvedConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return new StorageSetup
        {
            Storage = configuration.Get<StorageOptions>(),
            Postgres = configuration.Get<PostgresOptions>(),
            Pool = configuration.Get<ConnectionPoolOptions>(),
            Retention = configuration.Get<RetentionOptions>(),
        };
    }
}
