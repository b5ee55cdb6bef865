using System.Buffers.Binary;

namespace Attune.Streaming.Checkpoints.Files;

/// <summary>
/// One checkpoint in one file: <c>ATTUNECP</c>, version (4 bytes), length of the header (4), the header, its CRC-32C (4), the pieces one
/// after the other, CRC-32C of everything before (4). Numbers are little-endian.
/// </summary>
/// <remarks>The lengths stand in the header, which has a sum of its own: nothing is allocated on the word of a damaged length.</remarks>
internal static class CheckpointFile
{
    public const int Version = 1;

    /// <summary>Longest header that is believed: some hundred thousand pieces.</summary>
    private const int MaxHeaderLength = 16 << 20;

    /// <summary>Bytes that go through the sum and to the disk at once: they stay in the processor's cache.</summary>
    private const int SliceLength = 256 << 10;

    private const int PrefixLength = 16;
    private const int SumLength = sizeof(uint);

    private static ReadOnlySpan<byte> Magic => "ATTUNECP"u8;

    /// <summary>Writes the file and makes its content durable; its name is not yet.</summary>
    /// <returns>Bytes written.</returns>
    public static long Write(string path, string pipeline, Checkpoint checkpoint, CancellationToken cancellationToken)
    {
        var header = CheckpointHeader.Of(pipeline, checkpoint);
        var writer = new StateWriter();
        header.Write(writer);
        var start = new byte[PrefixLength + writer.Written.Length + SumLength];
        Magic.CopyTo(start);
        BinaryPrimitives.WriteInt32LittleEndian(start.AsSpan(Magic.Length), Version);
        BinaryPrimitives.WriteInt32LittleEndian(start.AsSpan(Magic.Length + sizeof(int)), writer.Written.Length);
        writer.Written.Span.CopyTo(start.AsSpan(PrefixLength));
        BinaryPrimitives.WriteUInt32LittleEndian(start.AsSpan(start.Length - SumLength), Crc32C.Of(start.AsSpan(0, start.Length - SumLength)));

        using var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write, FileShare.None);
        var (position, sum) = (0L, default(Crc32C));
        Put(start);
        Put(checkpoint.SourcePosition.Span);
        Put(checkpoint.Watermark.Span);
        foreach (var (name, _) in header.Operators)
        {
            foreach (var piece in checkpoint.States[name])
            {
                Put(piece.Span);
            }
        }

        var trailer = new byte[SumLength];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, sum.Value);
        Put(trailer);
        RandomAccess.FlushToDisk(file);
        return position;

        void Put(ReadOnlySpan<byte> bytes)
        {
            while (!bytes.IsEmpty)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var slice = bytes[..Math.Min(bytes.Length, SliceLength)];
                sum.Add(slice);
                RandomAccess.Write(file, slice, position);
                position += slice.Length;
                bytes = bytes[slice.Length..];
            }
        }
    }

    /// <summary>Reads the file.</summary>
    /// <exception cref="CheckpointException">It is damaged, of another version, or not this pipeline's; the message says which.</exception>
    public static Checkpoint Read(string path, string pipeline, CancellationToken cancellationToken)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        var (position, sum, length) = (0L, default(Crc32C), RandomAccess.GetLength(file));
        var header = ReadHeader();
        if (header.Pipeline != pipeline)
        {
            throw new CheckpointException($"it belongs to the pipeline '{header.Pipeline}'");
        }

        if (position + header.ContentLength + SumLength != length)
        {
            throw new CheckpointException($"it has {length} bytes instead of {position + header.ContentLength + SumLength}");
        }

        var (source, watermark) = (Take(header.SourceLength), Take(header.WatermarkLength));
        var states = new Dictionary<string, IReadOnlyList<ReadOnlyMemory<byte>>>(StringComparer.Ordinal);
        foreach (var (name, lengths) in header.Operators)
        {
            states[name] = [.. lengths.Select(each => (ReadOnlyMemory<byte>)Take(each))];
        }

        var expected = sum.Value;
        return BinaryPrimitives.ReadUInt32LittleEndian(Take(SumLength)) == expected
            ? new Checkpoint(header.Id, header.CreatedAt, source, watermark, states)
            : throw new CheckpointException("its content does not match its CRC-32C");

        CheckpointHeader ReadHeader()
        {
            if (length < PrefixLength)
            {
                throw new CheckpointException($"it has only {length} bytes");
            }

            var prefix = Take(PrefixLength);
            if (!prefix.AsSpan().StartsWith(Magic))
            {
                throw new CheckpointException("it does not begin as a checkpoint does");
            }

            // Before the sum: what another version looks like further on is not known here.
            var version = BinaryPrimitives.ReadInt32LittleEndian(prefix.AsSpan(Magic.Length));
            if (version != Version)
            {
                throw new CheckpointException($"it is of format version {version}; this program reads {Version}");
            }

            var headerLength = BinaryPrimitives.ReadInt32LittleEndian(prefix.AsSpan(Magic.Length + sizeof(int)));
            if (headerLength < 0 || headerLength > Math.Min(MaxHeaderLength, length - PrefixLength - SumLength))
            {
                throw new CheckpointException($"its header would have {headerLength} bytes");
            }

            var bytes = Take(headerLength);
            var headerSum = sum.Value;
            return BinaryPrimitives.ReadUInt32LittleEndian(Take(SumLength)) == headerSum
                ? CheckpointHeader.Read(new StateReader(bytes))
                : throw new CheckpointException("its header does not match its CRC-32C");
        }

        byte[] Take(int count)
        {
            var bytes = GC.AllocateUninitializedArray<byte>(count);
            for (var done = 0; done < count;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var slice = bytes.AsSpan(done, Math.Min(count - done, SliceLength));
                var read = RandomAccess.Read(file, slice, position);
                if (read == 0)
                {
                    throw new CheckpointException($"it ends at byte {position}");
                }

                sum.Add(slice[..read]);
                position += read;
                done += read;
            }

            return bytes;
        }
    }
}
