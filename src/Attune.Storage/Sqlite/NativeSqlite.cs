using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Attune.Storage.Sqlite;

/// <summary>Loads SQLite once per process: the system's library where there is one, because it is patched with the system, else the bundled one.</summary>
internal static class NativeSqlite
{
    private const string BundledName = "e_sqlite3";

    private static readonly string[] SystemNames = ["libsqlite3.so.0", "libsqlite3.dylib"];

    private static readonly Lazy<nint> Loaded = new(() =>
    {
        var provider = typeof(SQLite3Provider_e_sqlite3).Assembly;
        var library = Load(provider);
        NativeLibrary.SetDllImportResolver(provider, (name, _, _) => name == BundledName ? library : 0);
        Batteries_V2.Init();
        return library;
    });

    /// <summary>Handle of the one library that all calls go to, so that pointers may pass between the provider's calls and <see cref="SqliteCalls"/>.</summary>
    public static nint Library => Loaded.Value;

    public static string Version
    {
        get
        {
            EnsureLoaded();
            return raw.sqlite3_libversion().utf8_to_string();
        }
    }

    public static void EnsureLoaded() => _ = Loaded.Value;

    private static nint Load(Assembly provider)
    {
        foreach (var name in SystemNames)
        {
            if (NativeLibrary.TryLoad(name, out var handle))
            {
                return handle;
            }
        }

        return NativeLibrary.Load(BundledName, provider, searchPath: null);
    }
}
