namespace Attune.Streaming.Checkpoints;

/// <summary>A checkpoint cannot be written, read, or used by this pipeline.</summary>
public sealed class CheckpointException : Exception
{
    /// <summary>Makes the error.</summary>
    public CheckpointException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
