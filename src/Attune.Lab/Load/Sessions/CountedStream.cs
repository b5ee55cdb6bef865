using System.Diagnostics;

namespace Attune.Lab.Load;

/// <summary>Counts the connection and the bytes that go over it once the run is measured.</summary>
internal sealed class CountedStream : Stream
{
    private readonly Stream _inner;
    private readonly RunControl _control;
    private readonly LoadTally _tally;
    private int _isDisposed;

    public CountedStream(Stream inner, RunControl control, LoadTally tally)
    {
        (_inner, _control, _tally) = (inner, control, tally);
        tally.CountConnections(1);
    }

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await _inner.ReadAsync(buffer, cancellationToken);
        Count(0, read);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = _inner.Read(buffer, offset, count);
        Count(0, read);
        return read;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Count(buffer.Length, 0);
        return _inner.WriteAsync(buffer, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count)
    {
        Count(count, 0);
        _inner.Write(buffer, offset, count);
    }

    public override void Flush() => _inner.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => _inner.FlushAsync(cancellationToken);

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            _tally.CountConnections(-1);
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Count(int sent, int received)
    {
        if (Stopwatch.GetTimestamp() >= _control.MeasureFrom)
        {
            _tally.Bytes(sent, received);
        }
    }
}
