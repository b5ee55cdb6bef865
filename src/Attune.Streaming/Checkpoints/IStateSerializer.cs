namespace Attune.Streaming.Checkpoints;

/// <summary>Turns keys and states into bytes and back. Implementations have no state of their own.</summary>
public interface IStateSerializer<T>
{
    /// <summary>Writes one value.</summary>
    void Write(StateWriter writer, in T value);

    /// <summary>Reads one value.</summary>
    /// <exception cref="CheckpointException">The bytes are no such value.</exception>
    T Read(StateReader reader);
}
