using Attune.Lab.Benchmarks;
using Attune.Lab.Benchmarks.Commands;
using Attune.Suites;

namespace Attune.Cli.Benchmarks;

/// <summary>The suites that the command line knows: Attune's own and those of the files that a person names.</summary>
internal static class BenchmarkCatalogue
{
    public static BenchmarkRegistry Load(IEnumerable<string> files)
    {
        var registry = AttuneSuites.CreateRegistry();
        foreach (var file in files)
        {
            try
            {
                registry.Add(CommandFile.Load(file));
            }
            catch (Exception error) when (error is FormatException or ArgumentException or IOException or UnauthorizedAccessException)
            {
                throw new UserErrorException(error.Message);
            }
        }

        return registry;
    }
}
