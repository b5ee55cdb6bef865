using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Attune.Storage.Sqlite;

/// <summary>Loads SQLite once per process: the system's library where there is one, because it is patched with the system, else the bundled one.</summary>
internal static class NativeSqlite
{
    private static readonly string[] SystemNames = ["libsqlite3.so.0", "libsqlite3.dylib"];

    private static readonly Lazy<bool> Loaded = new(() =>
    {
        NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, Resolve);
        Batteries_V2.Init();
        return true;
    });

    public static string Version
    {
        get
        {
            EnsureLoaded();
            return raw.sqlite3_libversion().utf8_to_string();
        }
    }

    public static void EnsureLoaded() => _ = Loaded.Value;

    private static IntPtr Resolve(string library, Assembly assembly, DllImportSearchPath? path)
    {
        foreach (var name in SystemNames)
        {
            if (library == "e_sqlite3" && NativeLibrary.TryLoad(name, out var handle))
            {
                return handle;
            }
        }

        return IntPtr.Zero;
    }
}
