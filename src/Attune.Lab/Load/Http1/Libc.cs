using System.Runtime.InteropServices;

namespace Attune.Lab.Load;

/// <summary>The few system calls of Linux that the engine lives on; a negative result means that the last P/Invoke error tells why.</summary>
internal static partial class Libc
{
    public const uint In = 0x1;
    public const uint Out = 0x4;
    public const int Add = 1;
    public const int Modify = 3;

    public const int Interrupted = 4;
    public const int TryAgain = 11;
    public const int NoSystemCall = 38;
    public const int InProgress = 115;

    private const int Stream = 1;
    private const int NonBlocking = 0x800;
    private const int CloseOnExec = 0x80000;
    private const int NoSignal = 0x4000;
    private const int SocketLevel = 1;
    private const int SocketError = 4;
    private const int TcpLevel = 6;
    private const int NoDelay = 1;
    private const int SetTimerSlack = 29;

    public static int CreatePoll() => epoll_create1(CloseOnExec);

    /// <summary>A non-blocking TCP socket without Nagle's delay.</summary>
    public static int CreateSocket(int family)
    {
        var descriptor = socket(family, Stream | NonBlocking | CloseOnExec, 0);
        var on = 1;
        if (descriptor >= 0)
        {
            _ = setsockopt(descriptor, TcpLevel, NoDelay, ref on, sizeof(int));
        }

        return descriptor;
    }

    /// <summary>Begins to connect; 0 or an error number.</summary>
    public static int Connect(int descriptor, ReadOnlySpan<byte> address) =>
        connect(descriptor, ref MemoryMarshal.GetReference(address), address.Length) == 0 ? 0 : Marshal.GetLastPInvokeError();

    /// <summary>How a connect ended: 0 or an error number.</summary>
    public static int TakeError(int descriptor)
    {
        var (error, length) = (0, sizeof(int));
        return getsockopt(descriptor, SocketLevel, SocketError, ref error, ref length) == 0 ? error : Marshal.GetLastPInvokeError();
    }

    public static nint Receive(int descriptor, Span<byte> buffer) => recv(descriptor, ref MemoryMarshal.GetReference(buffer), buffer.Length, 0);

    public static nint Send(int descriptor, ReadOnlySpan<byte> bytes) => send(descriptor, ref MemoryMarshal.GetReference(bytes), bytes.Length, NoSignal);

    public static void Close(int descriptor) => _ = close(descriptor);

    public static int Watch(int poll, int operation, int descriptor, ReadOnlySpan<byte> entry) =>
        epoll_ctl(poll, operation, descriptor, ref MemoryMarshal.GetReference(entry));

    /// <summary>Makes this thread's waits end when they are due, not up to 50 µs later.</summary>
    public static void WaitPrecisely() => _ = prctl(SetTimerSlack, 1, 0, 0, 0);

    /// <summary>Waits for events, at most <paramref name="nanoseconds"/>; needs Linux 5.11.</summary>
    public static int Wait(int poll, Span<byte> events, int count, long nanoseconds)
    {
        var time = new TimeSpec { Seconds = nanoseconds / 1_000_000_000, Nanoseconds = nanoseconds % 1_000_000_000 };
        return epoll_pwait2(poll, ref MemoryMarshal.GetReference(events), count, ref time, 0);
    }

    /// <summary>As <see cref="Wait"/>, in whole milliseconds.</summary>
    public static int WaitCoarsely(int poll, Span<byte> events, int count, int milliseconds) =>
        epoll_wait(poll, ref MemoryMarshal.GetReference(events), count, milliseconds);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_create1(int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_ctl(int poll, int operation, int descriptor, ref byte entry);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_pwait2(int poll, ref byte events, int count, ref TimeSpec timeout, nint signals);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_wait(int poll, ref byte events, int count, int milliseconds);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int socket(int family, int type, int protocol);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int connect(int descriptor, ref byte address, int length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int setsockopt(int descriptor, int level, int option, ref int value, int length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int getsockopt(int descriptor, int level, int option, ref int value, ref int length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint recv(int descriptor, ref byte buffer, nint length, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint send(int descriptor, ref byte bytes, nint length, int flags);

    [LibraryImport("libc")]
    private static partial int close(int descriptor);

    [LibraryImport("libc")]
    private static partial int prctl(int option, nuint a, nuint b, nuint c, nuint d);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
