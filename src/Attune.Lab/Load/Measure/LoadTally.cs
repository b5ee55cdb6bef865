using System.Diagnostics;
using Attune.Measurement;

namespace Attune.Lab.Load;

/// <summary>What one worker has seen. Any thread may write and read; a worker has one of its own so that they do not meet.</summary>
internal sealed class LoadTally
{
    private const int MostCauses = 100;
    private const string OtherCauses = "other";

    private readonly Dictionary<string, long> _errors = new(StringComparer.Ordinal);
    private readonly long[] _statuses = new long[600];
    private long _started;
    private long _succeeded;
    private long _failed;
    private long _bytesSent;
    private long _bytesReceived;
    private int _connections;
    private int _mostConnections;

    /// <summary>From the intended start to the end of the answer.</summary>
    public LatencyHistogram Latency { get; } = new();

    /// <summary>From sending to the end of the answer.</summary>
    public LatencyHistogram ServiceTime { get; } = new();

    /// <summary>Opening a TCP connection.</summary>
    public LatencyHistogram Connect { get; } = new();

    /// <summary>The TLS handshake.</summary>
    public LatencyHistogram Tls { get; } = new();

    /// <summary>Beginning a session above TCP and TLS: WebSocket upgrade, MCP initialisation.</summary>
    public LatencyHistogram Session { get; } = new();

    /// <summary>From sending to the first byte of the answer.</summary>
    public LatencyHistogram Wait { get; } = new();

    /// <summary>From the first byte to the last, of answers that took more than one read.</summary>
    public LatencyHistogram Receive { get; } = new();

    /// <summary>Requests that were taken up, whether or not they have an outcome.</summary>
    public long Started => Interlocked.Read(ref _started);

    public long Succeeded => Interlocked.Read(ref _succeeded);

    public long Failed => Interlocked.Read(ref _failed);

    /// <summary>Connections that were open at most.</summary>
    public int MostConnections => Volatile.Read(ref _mostConnections);

    public long BytesSent => Interlocked.Read(ref _bytesSent);

    public long BytesReceived => Interlocked.Read(ref _bytesReceived);

    public void Start() => Interlocked.Increment(ref _started);

    /// <summary>Counts an answer.</summary>
    /// <param name="intended">When the request was due, as a <see cref="Stopwatch"/> timestamp.</param>
    /// <param name="sent">When it was sent.</param>
    /// <param name="firstByte">When the answer began.</param>
    /// <param name="now">When it ended.</param>
    /// <param name="status">Its status; 0 for none.</param>
    /// <param name="failure">Why it is a failure; null if it is none.</param>
    public void Answer(long intended, long sent, long firstByte, long now, int status, string? failure)
    {
        Latency.RecordSeconds(Clock.Seconds(now - intended));
        ServiceTime.RecordSeconds(Clock.Seconds(now - sent));
        Wait.RecordSeconds(Clock.Seconds(firstByte - sent));
        if (now > firstByte)
        {
            Receive.RecordSeconds(Clock.Seconds(now - firstByte));
        }

        if ((uint)status < (uint)_statuses.Length && status > 0)
        {
            Interlocked.Increment(ref _statuses[status]);
        }

        if (failure is null)
        {
            Interlocked.Increment(ref _succeeded);
        }
        else
        {
            Fail(failure);
        }
    }

    /// <summary>Counts a request that failed.</summary>
    public void Fail(string cause)
    {
        lock (_errors)
        {
            cause = _errors.Count >= MostCauses && !_errors.ContainsKey(cause) ? OtherCauses : cause;
            _errors[cause] = _errors.GetValueOrDefault(cause) + 1;
        }

        Interlocked.Increment(ref _failed);
    }

    /// <summary>Notes that connections were opened, or closed when negative.</summary>
    public void CountConnections(int change)
    {
        var open = Interlocked.Add(ref _connections, change);
        var most = MostConnections;
        while (open > most)
        {
            most = Interlocked.CompareExchange(ref _mostConnections, open, most) is var seen && seen == most ? open : seen;
        }
    }

    public void Bytes(long sent, long received)
    {
        Interlocked.Add(ref _bytesSent, sent);
        Interlocked.Add(ref _bytesReceived, received);
    }

    public void AddErrorsTo(Dictionary<string, long> errors)
    {
        lock (_errors)
        {
            foreach (var (cause, count) in _errors)
            {
                errors[cause] = errors.GetValueOrDefault(cause) + count;
            }
        }
    }

    public void AddStatusesTo(IDictionary<string, long> statuses)
    {
        for (var status = 0; status < _statuses.Length; status++)
        {
            if (Interlocked.Read(ref _statuses[status]) is > 0 and var count)
            {
                var name = status.ToString(System.Globalization.CultureInfo.InvariantCulture);
                statuses[name] = (statuses.TryGetValue(name, out var sum) ? sum : 0) + count;
            }
        }
    }
}
