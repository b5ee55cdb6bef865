using System.Net;
using Attune.Configuration;
using Attune.Lab.Benchmarks;
using Attune.Realtime;
using Attune.Server.Logging;
using Attune.Storage;
using Attune.Storage.Maintenance;
using Attune.Storage.Pool;
using Attune.Storage.Postgres;
using Attune.Streaming;

namespace Attune.Server.Configuration;

/// <summary>Every section of the platform's configuration, and its three profiles.</summary>
public static class AttuneConfiguration
{
    private const string Production = """
        storage:
          synchronous: full
        logging:
          level: warning
          json: true
          sample_every: 100
        """;

    private const string Edge = """
        storage:
          page_cache_kib: 4096
          mmap_bytes: 0
          batch_size: 1024
        streaming:
          partitions: 1
          batch_size: 256
          max_in_flight: 4
        realtime:
          queue_capacity: 64
          max_clients: 50
        logging:
          level: error
          max_file_bytes: 1048576
          retained_files: 2
        """;

    /// <summary>The schema: sections <c>server, storage, postgres, storage_pool, retention, streaming, realtime, logging, benchmark</c>; profiles <c>development, production, edge</c>.</summary>
    public static ConfigurationSchema Schema { get; } = new ConfigurationSchema()
        .AddSection<ServerOptions>("server")
        .AddSection<StorageOptions>("storage")
        .AddSection<PostgresOptions>(PostgresOptions.Section)
        .AddSection<ConnectionPoolOptions>(ConnectionPoolOptions.Section)
        .AddSection<RetentionOptions>(RetentionOptions.Section)
        .AddSection<StreamingOptions>("streaming")
        .AddSection<RealtimeOptions>("realtime")
        .AddSection<LoggingOptions>("logging")
        .AddSection<BenchmarkOptions>("benchmark")
        .AddProfile("production", Production)
        .AddProfile("edge", Edge);

    /// <summary>Loads the configuration and checks what depends on more than one option.</summary>
    /// <exception cref="ConfigurationException">Something is not allowed.</exception>
    public static ResolvedConfiguration Load(ConfigurationSources sources)
    {
        var configuration = Schema.Load(sources);
        var server = configuration.Get<ServerOptions>();
        var origin = configuration.Settings.Single(setting => setting.Path == "server.address").Origin;
        if (server.ParsedAddress is not { } address)
        {
            throw new ConfigurationException([new ConfigurationError("server.address", $"'{server.Address}' is not an IP address or localhost", origin)]);
        }

        if (!IPAddress.IsLoopback(address) && server.ApiKey.Length == 0)
        {
            throw new ConfigurationException([new ConfigurationError(
                "server.api_key", $"a key is required to listen on {server.Address}, which others can reach; set ATTUNE__SERVER__API_KEY", origin)]);
        }

        CheckPool(configuration);
        CheckPostgres(configuration);
        return configuration;
    }

    private static void CheckPostgres(ResolvedConfiguration configuration)
    {
        if (configuration.Get<StorageOptions>().Engine != StorageEngine.Postgres)
        {
            return;
        }

        var options = configuration.Get<PostgresOptions>();
        if (string.IsNullOrWhiteSpace(options.ConnectionString))
        {
            throw Refused("connection_string", "a connection string is required when storage.engine is postgres; set ATTUNE__POSTGRES__CONNECTION_STRING");
        }

        CheckConnectionString("connection_string", options.ConnectionString);
        if (options.ReadConnectionString.Length > 0)
        {
            CheckConnectionString("read_connection_string", options.ReadConnectionString);
        }

        ConfigurationException Refused(string option, string why)
        {
            var path = $"{PostgresOptions.Section}.{option}";
            return new([new ConfigurationError(path, why, configuration.Settings.Single(setting => setting.Path == path).Origin)]);
        }

        // The value itself is a secret: it is not quoted.
        void CheckConnectionString(string option, string value)
        {
            if (!PostgresOptions.IsConnectionString(value))
            {
                throw Refused(option, "this is no connection string that Npgsql understands; write it like Host=db;Port=5432;Database=attune;Username=attune;Password=\"...\"");
            }
        }
    }

    private static void CheckPool(ResolvedConfiguration configuration)
    {
        var pool = configuration.Get<ConnectionPoolOptions>();
        if (pool.MinSize > pool.MaxSize)
        {
            const string Path = ConnectionPoolOptions.Section + ".min_size";
            throw new ConfigurationException([new ConfigurationError(
                Path, $"'{pool.MinSize}' is larger than {ConnectionPoolOptions.Section}.max_size, which is {pool.MaxSize}",
                configuration.Settings.Single(setting => setting.Path == Path).Origin)]);
        }
    }
}
