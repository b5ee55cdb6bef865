using Attune.Configuration;
using Attune.Server.Configuration;
using Attune.Storage;

namespace Attune.Cli.Commands;

/// <summary>The one place where commands open the store, whichever engine it is on.</summary>
internal static class StoreAccess
{
    /// <summary>For commands that only look: changes nothing, also in a folder that may not be written, and works beside a running server.</summary>
    /// <exception cref="UserErrorException">There is no database yet.</exception>
    public static IStorage OpenToRead(ResolvedConfiguration configuration) => Exists(configuration)
        ? AttuneStorage.Open(configuration.ToStorageSetup() with { ReadOnly = true })
        : throw Missing(configuration);

    /// <summary>For commands that change what is there. The schema is brought up to date.</summary>
    /// <exception cref="UserErrorException">There is no database yet.</exception>
    public static IStorage OpenToChange(ResolvedConfiguration configuration) => Exists(configuration)
        ? OpenOrCreate(configuration)
        : throw Missing(configuration);

    /// <summary>Makes the database where there is none. Retention is left to servers and to 'attune storage prune'.</summary>
    public static IStorage OpenOrCreate(ResolvedConfiguration configuration) => AttuneStorage.Open(configuration.ToStorageSetup() with { RunsRetention = false });

    /// <summary>False where there is no file yet. A server is asked only when it is used.</summary>
    /// <exception cref="StorageException">The folder's permissions hide whether there is one.</exception>
    public static bool Exists(ResolvedConfiguration configuration) =>
        configuration.Get<StorageOptions>() is var options && (options.Engine == StorageEngine.Postgres || IsThere(options.Path));

    private static UserErrorException Missing(ResolvedConfiguration configuration) => new(
        $"there is no database at '{configuration.Get<StorageOptions>().Path}' yet: run 'attune demo', 'attune serve' or 'attune storage migrate' first, or name its folder with --data DIR.");

    private static bool IsThere(string path)
    {
        try
        {
            File.GetAttributes(path);
            return File.Exists(path);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new StorageException($"'{path}' cannot be looked at: check the permissions of its folder.", error);
        }
        catch (IOException)
        {
            return false;
        }
    }
}
