using System.Data.Common;

namespace Attune.Storage.Writing;

/// <summary>Statements that run on the writer's connection, within its transaction. It may run again after a rollback.</summary>
internal abstract class WorkStep(params string[] tables) : WriteStep
{
    public override IReadOnlyList<string> Tables { get; } = tables;

    public abstract void Run(DbConnection connection);
}
