namespace Attune.Streaming.Checkpoints.Files;

/// <summary>What stands before the content of a checkpoint's file: whose it is, and how long each piece is.</summary>
/// <param name="Pipeline">Name of the pipeline.</param>
/// <param name="Id">Number of the checkpoint.</param>
/// <param name="CreatedAt">When it was taken.</param>
/// <param name="SourceLength">Bytes of the source's position.</param>
/// <param name="WatermarkLength">Bytes of the watermarks' state.</param>
/// <param name="Operators">Name of each operator and the bytes of each of its pieces.</param>
internal sealed record CheckpointHeader(
    string Pipeline, long Id, DateTimeOffset CreatedAt, int SourceLength, int WatermarkLength, IReadOnlyList<(string Name, int[] Lengths)> Operators)
{
    /// <summary>Bytes of all pieces together.</summary>
    public long ContentLength => SourceLength + (long)WatermarkLength + Operators.Sum(each => each.Lengths.Sum(length => (long)length));

    public static CheckpointHeader Of(string pipeline, Checkpoint checkpoint) => new(
        pipeline, checkpoint.Id, checkpoint.CreatedAt, checkpoint.SourcePosition.Length, checkpoint.Watermark.Length,
        [.. checkpoint.States.OrderBy(each => each.Key, StringComparer.Ordinal).Select(each => (each.Key, each.Value.Select(piece => piece.Length).ToArray()))]);

    public static CheckpointHeader Read(StateReader reader)
    {
        var header = new CheckpointHeader(
            reader.ReadString() ?? "",
            reader.Read<long>(),
            StateSerializer.For<DateTimeOffset>().Read(reader),
            Length(reader),
            Length(reader),
            StateSerializer.For<List<(string, int[])>>().Read(reader) ?? []);
        return reader.IsAtEnd && header.Operators.All(each => each.Name is not null && each.Lengths?.All(length => length >= 0) == true)
            ? header
            : throw new CheckpointException("The header is not sound.");
    }

    public void Write(StateWriter writer)
    {
        writer.WriteString(Pipeline);
        writer.Write(Id);
        StateSerializer.For<DateTimeOffset>().Write(writer, CreatedAt);
        writer.Write(SourceLength);
        writer.Write(WatermarkLength);
        StateSerializer.For<List<(string, int[])>>().Write(writer, [.. Operators]);
    }

    private static int Length(StateReader reader) => reader.Read<int>() is >= 0 and var length ? length : throw new CheckpointException("A length is negative.");
}
