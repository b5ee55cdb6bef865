namespace Attune.Streaming.Checkpoints;

/// <summary>Writes values without references as their raw bytes.</summary>
public sealed class UnmanagedSerializer<T> : IStateSerializer<T>
    where T : unmanaged
{
    /// <inheritdoc/>
    public void Write(StateWriter writer, in T value) => writer.Write(in value);

    /// <inheritdoc/>
    public T Read(StateReader reader) => reader.Read<T>();
}
