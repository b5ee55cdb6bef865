using System.Collections.Concurrent;

namespace Attune.Tuning;

/// <summary>All knobs of one running program. Rooms register theirs; the loop, the API and the command line change the same objects.</summary>
public sealed class TunableRegistry(TimeProvider? time = null)
{
    private readonly ConcurrentDictionary<string, Tunable> _tunables = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Raised after any knob changed.</summary>
    public event Action<Tunable, TunableChange>? Changed;

    /// <summary>All knobs, ordered by name.</summary>
    public IReadOnlyList<Tunable> All => [.. _tunables.Values.OrderBy(tunable => tunable.Name, StringComparer.Ordinal)];

    /// <summary>Makes and registers a knob.</summary>
    /// <exception cref="ArgumentException">The definition is not valid, or a knob of that name exists.</exception>
    public Tunable Register(TunableDefinition definition)
    {
        var tunable = new Tunable(definition, time);
        if (!_tunables.TryAdd(tunable.Name, tunable))
        {
            throw new ArgumentException($"A tunable named '{tunable.Name}' is registered already.", nameof(definition));
        }

        tunable.Changed += (changed, change) => Changed?.Invoke(changed, change);
        return tunable;
    }

    /// <summary>Finds a knob by name, in any case.</summary>
    public Tunable? Find(string name) => _tunables.GetValueOrDefault(name);
}
