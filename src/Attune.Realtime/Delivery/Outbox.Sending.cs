namespace Attune.Realtime.Delivery;

/// <content>Taking out and sending.</content>
internal sealed partial class Outbox
{
    /// <summary>Sends what is due. Called by the flusher.</summary>
    public void Flush(FlushScratch scratch)
    {
        var now = _settings.Time.GetTimestamp();
        lock (_gate)
        {
            if (_state != OutboxState.Scheduled || now < Due)
            {
                return;
            }

            if (_corks > 0)
            {
                // It was due before it was corked; who uncorks it finds out anew.
                _state = OutboxState.Idle;
                return;
            }

            (_state, _isSending) = (OutboxState.Flushing, true);
            _windowStart = Due;
            Take(scratch, now);
        }

        try
        {
            Send(scratch, now);
        }
        catch (Exception)
        {
            // Mostly an IOException. Whatever it is, it must not cost the other clients.
            Break();
        }
    }

    private void Send(FlushScratch scratch, long now)
    {
        scratch.Compose(_deflate);
        var frames = scratch.Frames;
        for (var i = 0; i < frames.Count; i++)
        {
            var sent = _transport.TrySend(frames[i].Span);
            if (sent < frames[i].Length)
            {
                Wait(now);
                _ = SendRestAsync([frames[i][sent..], .. frames[(i + 1)..]], scratch.TakeSent(), scratch.Closes);
                return;
            }
        }

        Finish(scratch.Sent, scratch.Closes);
    }

    /// <summary>Sending failed: the connection is gone, and whoever reads from it has to know.</summary>
    private void Break()
    {
        // Aborted first: once it has ended, the transport is nobody's.
        _transport.Abort();
        lock (_gate)
        {
            _isSending = false;
            EndLocked();
        }
    }

    private void Wait(long now)
    {
        lock (_gate)
        {
            if (_state == OutboxState.Flushing)
            {
                _state = OutboxState.Waiting;
                _waitingSince = now;
            }
        }
    }

    private async Task SendRestAsync(List<ReadOnlyMemory<byte>> frames, Sent sent, bool closes)
    {
        try
        {
            foreach (var frame in frames)
            {
                for (var rest = frame; !rest.IsEmpty;)
                {
                    var part = rest[..Math.Min(rest.Length, _transport.PartBytes)];
                    await _transport.SendAsync(part, CancellationToken.None);
                    rest = rest[part.Length..];
                    Interlocked.Exchange(ref _waitingSince, _settings.Time.GetTimestamp());
                }
            }
        }
        catch (Exception)
        {
            Break();
            return;
        }

        Finish(sent, closes);
        sent.Dispose();
    }

    private void Finish(Sent sent, bool closed)
    {
        _settings.Meter.Sent(sent, _settings.Time.GetTimestamp());
        lock (_gate)
        {
            _isSending = false;
            if (_state == OutboxState.Ended)
            {
                EndLocked();
                return;
            }

            _state = OutboxState.Idle;
            if (closed)
            {
                EndLocked();
                return;
            }

            if (!Reschedule(_settings.Time.GetTimestamp()))
            {
                return;
            }
        }

        Flusher.Schedule(this);
    }

    private void EndLocked()
    {
        _state = OutboxState.Ended;
        _queue.Clear();
        (_replies, _held, _gaps) = (null, null, null);
        _room?.TrySetResult();
        if (!_isSending)
        {
            _ended.TrySetResult();
        }
    }

    /// <summary>Takes what goes out in one send: all replies, and messages up to the bounds of a batch.</summary>
    private void Take(FlushScratch scratch, long now)
    {
        scratch.Clear();
        while (_replies is not null && _replies.TryDequeue(out var reply))
        {
            scratch.Frames.Add(reply);
        }

        _room?.TrySetResult();
        _room = null;
        Release(now);
        var bytes = 0L;
        while (_queue.Count > 0 && scratch.Messages.Count < _settings.BatchMessages)
        {
            var length = _queue[0].Message.Frame.Length;
            if (scratch.Messages.Count > 0 && bytes + length > _settings.BatchBytes)
            {
                break;
            }

            var (message, binding) = _queue.Dequeue();
            _gaps?.TakeBefore(message, scratch);
            scratch.Add(message);
            bytes += length;
        }

        if (_queue.Count == 0)
        {
            // Nothing of their channels may come for long.
            _gaps?.TakeSlow(scratch);
        }

        if (!_closeFrame.IsEmpty && (_queue.Count == 0 || !_drains))
        {
            scratch.CloseFrame = _closeFrame;
        }
    }
}
