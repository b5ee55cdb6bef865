using Attune.Configuration;
using Attune.Storage;

namespace Attune.Cli.Commands;

/// <summary>Opens the store for commands that only look.</summary>
internal static class StoreAccess
{
    public static IStorage Open(ResolvedConfiguration configuration)
    {
        var options = configuration.Get<StorageOptions>();
        return File.Exists(options.Path)
            ? AttuneStorage.Open(options)
            : throw new UserErrorException($"there is no database at '{options.Path}' yet: run 'attune demo' or 'attune serve' first, or name its folder with --data DIR.");
    }
}
