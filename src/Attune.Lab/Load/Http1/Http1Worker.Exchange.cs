using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Attune.Lab.Load;

/// <content>The exchange on a connection: a request out, its answer in.</content>
internal abstract partial class Http1Worker
{
    protected void Send(Http1Connection connection, long sequence, long intended, long now)
    {
        var random = Plan.RandomOf(sequence);
        var request = Plan.Choose(ref random);
        var bytes = request.WriteHttp1(_scratch, sequence, ref random);
        connection.Parser.Reset(request.IsHead, request.NeedsBody, request.NeedsHeader);
        connection.Request = request;
        (connection.Intended, connection.SentAt, connection.FirstByteAt, connection.Deadline) = (intended, now, 0, now + _timeout);
        (connection.BytesSent, connection.BytesReceived) = (bytes.Length, 0);
        Enter(connection, ConnectionState.Busy);
        if (IsMeasured(intended))
        {
            Tally.Start();
        }

        var sent = TrySend(connection, bytes, now);
        if (sent >= 0 && sent < bytes.Length)
        {
            connection.Unsent.Set(bytes[sent..]);
            _poll.Watch(connection.Descriptor, connection.Tag, forWriting: true, isNew: false);
        }
    }

    private void SendRest(Http1Connection connection)
    {
        var sent = TrySend(connection, connection.Unsent.Bytes, Stopwatch.GetTimestamp());
        if (sent < 0)
        {
            return;
        }

        connection.Unsent.Skip(sent);
        if (connection.Unsent.Length == 0)
        {
            _poll.Watch(connection.Descriptor, connection.Tag, forWriting: false, isNew: false);
        }
    }

    /// <summary>Bytes that were sent; negative when the connection was lost over it.</summary>
    private int TrySend(Http1Connection connection, ReadOnlySpan<byte> bytes, long now)
    {
        var sent = (int)Libc.Send(connection.Descriptor, bytes);
        if (sent >= 0)
        {
            return sent;
        }

        var error = Marshal.GetLastPInvokeError();
        if (error is Libc.TryAgain or Libc.Interrupted)
        {
            return 0;
        }

        Lose(connection, NetworkCauses.Of(error), now);
        return -1;
    }

    private void Read(Http1Connection connection)
    {
        if (connection.Descriptor < 0)
        {
            return;
        }

        var unread = connection.Unread.Length;
        connection.Unread.Bytes.CopyTo(_buffer);
        var received = (int)Libc.Receive(connection.Descriptor, _buffer.AsSpan(unread));
        var now = Stopwatch.GetTimestamp();
        if (received < 0)
        {
            var error = Marshal.GetLastPInvokeError();
            if (error is not (Libc.TryAgain or Libc.Interrupted))
            {
                Lose(connection, NetworkCauses.Of(error), now);
            }

            return;
        }

        if (connection.State != ConnectionState.Busy)
        {
            // Closed by the server between two requests, or bytes that nobody asked for.
            Lose(connection, "connection closed", now);
            return;
        }

        connection.FirstByteAt = connection.FirstByteAt == 0 ? now : connection.FirstByteAt;
        connection.BytesReceived += received;
        var parser = connection.Parser;
        var bytes = _buffer.AsSpan(0, unread + received);
        var rest = bytes[parser.Consume(bytes)..];
        if (received == 0)
        {
            parser.End();
        }

        if (parser.IsComplete)
        {
            Complete(connection, canFollow: parser.KeepsAlive && received > 0 && rest.IsEmpty && connection.Unsent.Length == 0, now);
        }
        else if (parser.Error is { } problem || rest.Length > MostUnreadBytes)
        {
            Lose(connection, parser.Error ?? "answer header too long", now);
        }
        else
        {
            connection.Unread.Set(rest);
        }
    }

    private void Complete(Http1Connection connection, bool canFollow, long now)
    {
        if (IsMeasured(connection.Intended))
        {
            var parser = connection.Parser;
            var answer = new Answer(parser.Status, parser.Header, parser.Body, Clock.Seconds(now - connection.Intended));
            Tally.Answer(connection.Intended, connection.SentAt, connection.FirstByteAt, now, parser.Status, connection.Request!.Judge(answer));
            Tally.Bytes(connection.BytesSent, connection.BytesReceived);
        }

        (connection.Request, connection.Failures, connection.HasAnswered) = (null, 0, true);
        if (canFollow)
        {
            connection.Unread.Clear();
            Enter(connection, ConnectionState.Idle);
            OnIdle(connection, now);
        }
        else
        {
            Close(connection);
            Open(connection, now);
        }
    }
}
