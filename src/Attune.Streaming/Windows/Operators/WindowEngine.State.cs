using Attune.Streaming.Checkpoints;

namespace Attune.Streaming.Windows.Operators;

internal abstract partial class WindowEngine<TKey, TIn, TState, TOut>
{
    private const int Magic = 0x57_4E_44_31;
    private const int EndMark = 0x45_4E_44_57;

    private bool _hasLoaded;

    /// <summary>What a state must have been written by to be understood.</summary>
    private string Identity => $"{shape}, {Options.Content}, {Aggregate.GetType()}, {typeof(TKey)}";

    public sealed override void Save(StateWriter writer, IStateSerializer<TKey> keys)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(keys);
        writer.Write(Magic);
        writer.WriteString(Identity);
        writer.Write(Now);
        writer.Write(Clock);
        SaveWindows(writer, keys);
        writer.Write(EndMark);
    }

    public sealed override void Load(StateReader reader, IStateSerializer<TKey> keys, Func<TKey, bool> owned)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(owned);
        try
        {
            LoadAll(reader, keys, owned);
        }
        catch (Exception error) when (error is not CheckpointException)
        {
            throw new CheckpointException($"The state of the window operator is damaged: {error.Message}", error);
        }
    }

    /// <summary>Writes all that is held for keys.</summary>
    protected abstract void SaveWindows(StateWriter writer, IStateSerializer<TKey> keys);

    /// <summary>Adds what <see cref="SaveWindows"/> wrote at a watermark.</summary>
    protected abstract void LoadWindows(StateReader reader, IStateSerializer<TKey> keys, Func<TKey, bool> owned, long watermark);

    /// <summary>Makes what follows from the windows and the time anew.</summary>
    protected abstract void Loaded();

    protected static int ReadCount(StateReader reader)
    {
        var count = reader.Read<int>();
        Check(count >= 0, $"it has {count} parts");
        return count;
    }

    protected static void Check(bool isSound, string what)
    {
        if (!isSound)
        {
            throw new CheckpointException($"The state of the window operator is damaged: {what}.");
        }
    }

    private void LoadAll(StateReader reader, IStateSerializer<TKey> keys, Func<TKey, bool> owned)
    {
        if (reader.Read<int>() != Magic)
        {
            throw new CheckpointException("This is no state of a window operator.");
        }

        if (reader.ReadString() is var identity && identity != Identity)
        {
            throw new CheckpointException($"The state was written by other windows: {identity}. These are: {Identity}.");
        }

        var watermark = reader.Read<long>();
        Now = _hasLoaded ? Math.Min(Now, watermark) : watermark;
        Clock = Math.Max(Clock, reader.Read<long>());
        _hasLoaded = true;
        LoadWindows(reader, keys, owned, watermark);
        Check(reader.Read<int>() == EndMark, "its end is not where it must be");
        Loaded();
    }
}
