using System.Buffers.Binary;
using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Attune.Lab.Load;

/// <summary>Sockets that one thread watches by epoll(7), level-triggered, with waits exact to microseconds where the kernel can.</summary>
internal sealed class PollSet : IDisposable
{
    private const int MostEvents = 512;

    // struct epoll_event is packed on x64 only: 4 bytes of events, then 8 of data, at 4 or at 8.
    private static readonly bool IsPacked = RuntimeInformation.ProcessArchitecture == Architecture.X64;
    private static readonly int EntrySize = IsPacked ? 12 : 16;
    private static readonly int TagOffset = IsPacked ? 4 : 8;

    private readonly byte[] _events = GC.AllocateArray<byte>(MostEvents * EntrySize, pinned: true);
    private readonly int _poll;
    private bool _isCoarse;

    public PollSet()
    {
        _poll = Libc.CreatePoll();
        if (_poll < 0)
        {
            throw new LoadException($"epoll is not to be had: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");
        }

        Libc.WaitPrecisely();
    }

    /// <summary>Whether the engine runs on this system.</summary>
    public static bool IsSupported =>
        OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.Arm64;

    /// <summary>Watches a socket, or changes what for; <paramref name="tag"/> comes back with its events.</summary>
    public void Watch(int descriptor, int tag, bool forWriting, bool isNew)
    {
        Span<byte> entry = stackalloc byte[16];
        entry.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(entry, forWriting ? Libc.In | Libc.Out : Libc.In);
        BinaryPrimitives.WriteInt32LittleEndian(entry[TagOffset..], tag);
        _ = Libc.Watch(_poll, isNew ? Libc.Add : Libc.Modify, descriptor, entry);
    }

    /// <summary>Waits for events, at most <paramref name="seconds"/>.</summary>
    /// <returns>How many there are.</returns>
    public int Wait(double seconds)
    {
        while (true)
        {
            var count = _isCoarse
                ? Libc.WaitCoarsely(_poll, _events, MostEvents, (int)(seconds * 1e3))
                : WaitPrecisely(seconds);
            if (count >= 0)
            {
                return count;
            }

            switch (Marshal.GetLastPInvokeError())
            {
                case Libc.Interrupted:
                    return 0;
                case Libc.NoSystemCall when !_isCoarse:
                    _isCoarse = true;
                    break;
                case var error:
                    throw new LoadException($"waiting for sockets failed: {new Win32Exception(error).Message}");
            }
        }
    }

    /// <summary>The tag of an event of the last <see cref="Wait"/>.</summary>
    public int Tag(int index) => BinaryPrimitives.ReadInt32LittleEndian(_events.AsSpan(index * EntrySize + TagOffset));

    public void Dispose() => Libc.Close(_poll);

    private int WaitPrecisely(double seconds)
    {
        try
        {
            return Libc.Wait(_poll, _events, MostEvents, (long)(seconds * 1e9));
        }
        catch (EntryPointNotFoundException)
        {
            _isCoarse = true;
            return 0;
        }
    }
}
