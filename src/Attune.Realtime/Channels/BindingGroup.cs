using Attune.Realtime.Filters;

namespace Attune.Realtime.Channels;

/// <summary>The clients of a channel that have the same filter, which is evaluated once for all of them. Used under the channel's lock.</summary>
internal sealed class BindingGroup(RealtimeFilter? filter)
{
    private readonly List<Binding> _bindings = [];

    public RealtimeFilter? Filter { get; } = filter;

    public IReadOnlyList<Binding> Bindings => _bindings;

    public void Add(Binding binding)
    {
        binding.Index = _bindings.Count;
        _bindings.Add(binding);
    }

    public void Remove(Binding binding)
    {
        var last = _bindings[^1];
        _bindings[binding.Index] = last;
        last.Index = binding.Index;
        _bindings.RemoveAt(_bindings.Count - 1);
    }
}
