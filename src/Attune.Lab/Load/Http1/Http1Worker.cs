using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Attune.Lab.Load;

/// <summary>Connections of one thread: opens them, sends, reads, notices what takes too long. When to send is up to the model.</summary>
internal abstract partial class Http1Worker : IDisposable
{
    private const string Timeout = "timeout";
    private const int BufferBytes = 64 * 1024;
    private const int MostUnreadBytes = 32 * 1024;
    private const int MostConnecting = 128;
    private static readonly long LongestPreparation = Clock.Ticks(2);
    private static readonly long FirstBackoff = Clock.Ticks(0.01);
    private static readonly long LongestBackoff = Clock.Ticks(1);

    private readonly PollSet _poll = new();
    private readonly Http1Scratch _scratch = new();
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(BufferBytes, pinned: true);
    private readonly byte[] _address;
    private readonly int _family;
    private readonly long _timeout;
    private readonly long _scanInterval;
    private long _nextScan;
    private int _connecting;

    protected Http1Worker(LoadPlan plan, RunControl control, LoadTally tally, int connections)
    {
        Plan = plan;
        Control = control;
        Tally = tally;
        Connections = [.. Enumerable.Range(0, connections).Select(tag => new Http1Connection(tag))];
        var address = plan.Endpoint.Serialize();
        _address = address.Buffer[..address.Size].ToArray();
        _family = plan.Endpoint.AddressFamily == AddressFamily.InterNetwork ? 2 : 10;
        _timeout = Clock.Ticks(plan.Scenario.Timeout);
        _scanInterval = Math.Clamp(_timeout / 20, Clock.Ticks(0.001), Clock.Ticks(0.05));
    }

    protected LoadPlan Plan { get; }

    protected RunControl Control { get; }

    protected LoadTally Tally { get; }

    protected Http1Connection[] Connections { get; }

    /// <summary>Connections with a request under way.</summary>
    protected int Busy { get; private set; }

    /// <summary>Connections that are open or being opened.</summary>
    protected int Usable { get; private set; }

    /// <summary>Why a connection was lost last.</summary>
    protected string LastCause { get; private set; } = "connection refused";

    /// <summary>Opens the connections that the run starts with.</summary>
    public void Prepare()
    {
        var end = Stopwatch.GetTimestamp() + Math.Min(LongestPreparation, _timeout);
        foreach (var connection in Connections.Where(StartsOpen))
        {
            while (_connecting >= MostConnecting && Stopwatch.GetTimestamp() < end && !Control.IsStopping)
            {
                Poll(end);
            }

            Open(connection, Stopwatch.GetTimestamp());
        }

        while (_connecting > 0 && Stopwatch.GetTimestamp() < end && !Control.IsStopping)
        {
            Poll(end);
        }
    }

    /// <summary>Sends until the run is over.</summary>
    public void Run()
    {
        while (!Control.IsStopping)
        {
            var now = Stopwatch.GetTimestamp();
            if (now >= _nextScan)
            {
                CheckDeadlines(now);
                _nextScan = now + _scanInterval;
            }

            var due = Dispatch(now);
            if (IsFinished || now >= Control.HardEnd)
            {
                break;
            }

            Poll(Math.Min(Math.Min(due, _nextScan), Control.HardEnd));
        }

        foreach (var connection in Connections.Where(connection => connection.Request is not null && !Control.IsStopping))
        {
            CountFailure(connection.Intended, "no answer by the end of the run");
        }
    }

    public void Dispose()
    {
        foreach (var connection in Connections)
        {
            Close(connection);
        }

        _poll.Dispose();
    }

    /// <summary>Whether a connection is opened before the clock starts.</summary>
    protected abstract bool StartsOpen(Http1Connection connection);

    /// <summary>Whether nothing is left to send or to wait for.</summary>
    protected abstract bool IsFinished { get; }

    /// <summary>Sends what is due.</summary>
    /// <returns>When to call again if nothing happens on the connections.</returns>
    protected abstract long Dispatch(long now);

    /// <summary>A connection is open and has nothing to do.</summary>
    protected abstract void OnIdle(Http1Connection connection, long now);

    /// <summary>A connection could not be opened; <see cref="LastCause"/> says why.</summary>
    protected virtual void OnUnreachable(long now)
    {
    }

    protected bool IsMeasured(long intended) => intended >= Control.MeasureFrom;

    protected void CountFailure(long intended, string cause)
    {
        if (IsMeasured(intended))
        {
            Tally.Fail(cause);
        }
    }

    protected void Open(Http1Connection connection, long now)
    {
        (connection.HasAnswered, connection.SentAt, connection.Deadline) = (false, now, now + _timeout);
        connection.Descriptor = Libc.CreateSocket(_family);
        var error = connection.Descriptor < 0 ? Marshal.GetLastPInvokeError() : Libc.Connect(connection.Descriptor, _address);
        Enter(connection, ConnectionState.Connecting);
        if (error is 0 or Libc.InProgress)
        {
            _poll.Watch(connection.Descriptor, connection.Tag, forWriting: true, isNew: true);
        }
        else
        {
            Lose(connection, NetworkCauses.Of(error), now);
        }
    }

    /// <summary>Closes a connection for good, or until it is opened again.</summary>
    protected void Close(Http1Connection connection)
    {
        if (connection.Descriptor >= 0)
        {
            Libc.Close(connection.Descriptor);
            connection.Descriptor = -1;
            Tally.CountConnections(connection.WasOpened ? -1 : 0);
            connection.WasOpened = false;
        }

        connection.Request = null;
        connection.Unsent.Clear();
        connection.Unread.Clear();
        Enter(connection, ConnectionState.Closed);
    }

    private void Poll(long until)
    {
        var count = _poll.Wait(Clock.Seconds(Math.Max(0, until - Stopwatch.GetTimestamp())));
        for (var i = 0; i < count; i++)
        {
            var connection = Connections[_poll.Tag(i)];
            if (connection.State == ConnectionState.Connecting)
            {
                FinishOpening(connection, Stopwatch.GetTimestamp());
            }
            else if (connection.Descriptor >= 0)
            {
                if (connection.Unsent.Length > 0)
                {
                    SendRest(connection);
                }

                Read(connection);
            }
        }
    }

    private void FinishOpening(Http1Connection connection, long now)
    {
        if (Libc.TakeError(connection.Descriptor) is not 0 and var error)
        {
            Lose(connection, NetworkCauses.Of(error), now);
            return;
        }

        _poll.Watch(connection.Descriptor, connection.Tag, forWriting: false, isNew: false);
        Tally.Connect.RecordSeconds(Clock.Seconds(now - connection.SentAt));
        Enter(connection, ConnectionState.Idle);
        Tally.CountConnections(1);
        connection.WasOpened = true;
        OnIdle(connection, now);
    }

    /// <summary>Ends a connection that is of no more use, and what was under way on it. Another one follows: at once if this one was good
    /// or has used up its time, else after a pause that grows.</summary>
    private void Lose(Http1Connection connection, string cause, long now)
    {
        var wasConnecting = connection.State == ConnectionState.Connecting;
        if (connection.Request is not null)
        {
            CountFailure(connection.Intended, cause);
        }

        LastCause = cause;
        var wasGood = connection.HasAnswered || cause == Timeout;
        connection.Failures = wasGood ? 0 : connection.Failures + 1;
        Close(connection);
        if (wasGood)
        {
            Open(connection, now);
        }
        else
        {
            Enter(connection, ConnectionState.BackingOff);
            connection.Deadline = now + Math.Min(LongestBackoff, FirstBackoff << Math.Min(connection.Failures - 1, 20));
        }

        if (wasConnecting)
        {
            OnUnreachable(now);
        }
    }

    private void CheckDeadlines(long now)
    {
        foreach (var connection in Connections)
        {
            if (now < connection.Deadline)
            {
                continue;
            }

            switch (connection.State)
            {
                case ConnectionState.Busy:
                    Lose(connection, Timeout, now);
                    break;
                case ConnectionState.Connecting:
                    Lose(connection, "connect timeout", now);
                    break;
                case ConnectionState.BackingOff:
                    Open(connection, now);
                    break;
            }
        }
    }

    private void Enter(Http1Connection connection, ConnectionState state)
    {
        Count(connection.State, -1);
        connection.State = state;
        Count(state, 1);
    }

    private void Count(ConnectionState state, int change)
    {
        _connecting += state == ConnectionState.Connecting ? change : 0;
        Busy += state == ConnectionState.Busy ? change : 0;
        Usable += state is ConnectionState.Connecting or ConnectionState.Idle or ConnectionState.Busy ? change : 0;
    }
}
