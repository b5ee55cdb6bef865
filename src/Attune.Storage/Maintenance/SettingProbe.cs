using System.Data.Common;
using Attune.Storage.Sql;

namespace Attune.Storage.Maintenance;

/// <summary>How one setting is read back from the database.</summary>
/// <param name="Connection">Whose it is: <see cref="Writer"/> or <see cref="Reader"/>.</param>
/// <param name="Name">Name in the engine's own words.</param>
/// <param name="Asked">What the options say.</param>
/// <param name="Sql">The query for its value.</param>
/// <param name="Format">Turns the value into the words of <paramref name="Asked"/>.</param>
internal sealed record SettingProbe(string Connection, string Name, string Asked, string Sql, Func<object?, string> Format)
{
    public const string Writer = "writer";
    public const string Reader = "reader";

    /// <summary>The setting as it is on a connection; without one, only as it was asked for.</summary>
    public EngineSetting Read(DbConnection? connection) => new(Connection, Name, Asked, connection is null ? null : Format(connection.Scalar(Sql)));
}
