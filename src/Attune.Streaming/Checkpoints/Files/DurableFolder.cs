using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Attune.Streaming.Checkpoints.Files;

/// <summary>Makes the names in a folder durable: a file that was renamed may else have its old name after a loss of power.</summary>
internal static partial class DurableFolder
{
    /// <summary>Makes a folder if there is none. Its own name must last, too, and those of its parents up to the first that was there before.</summary>
    /// <exception cref="IOException">The folder cannot be made or written.</exception>
    public static void Create(string folder)
    {
        if (Directory.Exists(folder))
        {
            return;
        }

        var parent = Path.GetDirectoryName(folder);
        if (parent is not null)
        {
            Create(parent);
        }

        Directory.CreateDirectory(folder);
        if (parent is not null)
        {
            Sync(parent);
        }
    }

    /// <summary>Completes when the folder's entries are on disk. Windows has no such call and needs none: its renames are journaled.</summary>
    /// <exception cref="IOException">The folder cannot be opened or written.</exception>
    public static void Sync(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        // .NET opens no folders. Flags 0: for reading.
        var handle = Open(folder, 0);
        if (handle < 0)
        {
            throw Failure("open", folder);
        }

        try
        {
            if (SyncHandle(handle) != 0)
            {
                throw Failure("fsync", folder);
            }
        }
        finally
        {
            _ = Close(handle);
        }
    }

    private static IOException Failure(string call, string folder)
    {
        var error = new Win32Exception(Marshal.GetLastPInvokeError());
        return new IOException($"{call} of the folder '{folder}' failed: {error.Message}", error);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int SyncHandle(int handle);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int handle);
}
