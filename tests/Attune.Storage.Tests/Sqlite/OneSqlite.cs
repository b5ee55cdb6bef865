using System.Runtime.CompilerServices;
using Attune.Storage.Sqlite;

namespace Attune.Storage.Tests.Sqlite;

/// <summary>Tests that open a database by themselves would load the bundled SQLite if they came first, and the store would then have to use it, too.</summary>
internal static class OneSqlite
{
    [ModuleInitializer]
    public static void Load() => NativeSqlite.EnsureLoaded();
}
