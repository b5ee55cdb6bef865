using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Attune.Storage.Sqlite;

/// <summary>Loads SQLite once per process: the system's library where there is one that is not too old, because it is patched with the system, else the bundled one.</summary>
internal static unsafe class NativeSqlite
{
    private const string BundledName = "e_sqlite3";

    /// <summary>3.38: RETURNING (3.35) and the JSON functions in every build. RHEL 8 and 9 have 3.26 and 3.34.</summary>
    private const int OldestVersion = 3_038_000;

    private static readonly string[] SystemNames = ["libsqlite3.so.0", "libsqlite3.dylib"];

    private static readonly Lazy<nint> Loaded = new(() =>
    {
        var provider = typeof(SQLite3Provider_e_sqlite3).Assembly;
        if (IsInUse())
        {
            return LoadBundled(provider);
        }

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
            if (!NativeLibrary.TryLoad(name, out var handle))
            {
                continue;
            }

            var version = (delegate* unmanaged[Cdecl]<int>)NativeLibrary.GetExport(handle, "sqlite3_libversion_number");
            if (version() >= OldestVersion)
            {
                return handle;
            }

            NativeLibrary.Free(handle);
        }

        return LoadBundled(provider);
    }

    private static nint LoadBundled(Assembly provider) => NativeLibrary.Load(BundledName, provider, searchPath: null);

    /// <summary>Functions are bound one by one: where the program has used the bundled SQLite already, another library for the rest of them would end in a crash.</summary>
    private static bool IsInUse()
    {
        try
        {
            return raw.sqlite3_libversion_number() > 0;
        }
        catch (Exception error) when (error is not DllNotFoundException)
        {
            // No provider has been set.
            return false;
        }
    }
}
