using System.Data.Common;

namespace Attune.Storage.Writing;

/// <summary>As <see cref="WorkStep"/>, with a result.</summary>
internal sealed class WorkStep<T>(Func<DbConnection, T> work, params string[] tables) : WorkStep(tables)
{
    /// <summary>What the work returned; valid once the request is done.</summary>
    public T Result { get; private set; } = default!;

    public override void Run(DbConnection connection) => Result = work(connection);
}
