namespace Attune.Tuning;

/// <summary>
/// A value that may be changed while the program runs: bounded, stepped, with a record of who changed it and why.
/// </summary>
/// <remarks>Reading <see cref="Value"/> is one volatile read; changes are serialised and notified in order.</remarks>
public sealed class Tunable
{
    /// <summary>How many of the latest changes are remembered.</summary>
    public const int HistoryCapacity = 128;

    private readonly Lock _gate = new();
    private readonly Queue<TunableChange> _history = new();
    private readonly TimeProvider _time;
    private double _value;

    /// <summary>Makes a knob that stands at its default.</summary>
    /// <exception cref="ArgumentException">The definition is not valid or its default is out of bounds.</exception>
    public Tunable(TunableDefinition definition, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(definition);
        definition.Validate();
        Definition = definition;
        _time = time ?? TimeProvider.System;
        _value = definition.Snap(definition.Default);
    }

    /// <summary>Raised after each change, in the order of the changes, on the changing thread.</summary>
    public event Action<Tunable, TunableChange>? Changed;

    /// <summary>Name, unit, bounds and step.</summary>
    public TunableDefinition Definition { get; }

    /// <summary>Name of the knob.</summary>
    public string Name => Definition.Name;

    /// <summary>Current value.</summary>
    public double Value => Volatile.Read(ref _value);

    /// <summary>Current value as a whole number, for sizes and counts.</summary>
    public int IntValue => (int)Math.Round(Value);

    /// <summary>The latest changes, oldest first.</summary>
    public IReadOnlyList<TunableChange> History
    {
        get
        {
            lock (_gate)
            {
                return [.. _history];
            }
        }
    }

    /// <summary>Sets the value, rounded to the nearest step. Setting the present value again is no change.</summary>
    /// <returns>The value in force afterwards.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="value"/> lies outside the bounds; nothing is changed.</exception>
    public double Set(double value, string changedBy, string reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(changedBy);
        ArgumentNullException.ThrowIfNull(reason);
        var snapped = Definition.Snap(value);
        lock (_gate)
        {
            if (snapped == _value)
            {
                return snapped;
            }

            var change = new TunableChange(_time.GetUtcNow(), _value, snapped, changedBy, reason);
            Volatile.Write(ref _value, snapped);
            if (_history.Count == HistoryCapacity)
            {
                _history.Dequeue();
            }

            _history.Enqueue(change);
            Changed?.Invoke(this, change);
        }

        return snapped;
    }
}
