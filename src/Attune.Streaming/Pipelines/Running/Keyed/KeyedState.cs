namespace Attune.Streaming.Pipelines.Running.Keyed;

/// <summary>The state of one key of a keyed processor, and its timers.</summary>
internal sealed class KeyedState<TState>
{
    private SortedSet<long>? _timers;

    /// <summary>The state, changed in place.</summary>
    public required TState Value;

    /// <summary>Times at which it asked to be called, UTC ticks.</summary>
    public IReadOnlyCollection<long> Timers => _timers is null ? [] : _timers;

    /// <summary>False if it has asked before.</summary>
    public bool AddTimer(long time) => (_timers ??= []).Add(time);

    /// <summary>False if there is no such timer.</summary>
    public bool RemoveTimer(long time) => _timers?.Remove(time) == true;

    public bool HasTimer(long time) => _timers?.Contains(time) == true;
}
