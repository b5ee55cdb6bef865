namespace Attune.Storage.Sqlite;

/// <summary>Values of <c>window_aggregates.dimension</c>.</summary>
internal static class SqliteDimensions
{
    public const string Protocol = "protocol";
    public const string Source = "source";
}
