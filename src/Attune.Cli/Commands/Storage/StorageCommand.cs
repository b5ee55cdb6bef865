using System.CommandLine;

namespace Attune.Cli.Commands.Storage;

/// <summary><c>attune storage</c>: what the database holds, and its upkeep.</summary>
internal static class StorageCommand
{
    private const string Description = """
        Look into the database and keep it in order.

        Example: attune storage status
        Example: attune storage prune --dry-run
        Example: ATTUNE__POSTGRES__CONNECTION_STRING="Host=db;..." attune storage status --set storage.engine=postgres
        """;

    public static Command Create() => new("storage", Description)
    {
        StatusCommand.Create(), MigrateCommand.Create(), VacuumCommand.Create(), AnalyzeCommand.Create(), PruneCommand.Create(),
    };
}
