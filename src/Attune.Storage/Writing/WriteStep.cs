namespace Attune.Storage.Writing;

/// <summary>One thing that a <see cref="WriteRequest"/> asks for: an <see cref="InsertStep"/> or a <see cref="WorkStep"/>.</summary>
internal abstract class WriteStep
{
    /// <summary>The tables whose rows it may change.</summary>
    public abstract IReadOnlyList<string> Tables { get; }
}
