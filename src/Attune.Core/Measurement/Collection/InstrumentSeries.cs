using System.Collections.Concurrent;

namespace Attune.Measurement.Collection;

/// <summary>All series of one instrument. Written by any thread; copied by the collector.</summary>
internal sealed class InstrumentSeries
{
    // The same tags in another order are another raw key, so there may be more of these than series; past the bound only speed is lost.
    private const int RawKeysPerSeries = 4;

    private readonly ConcurrentDictionary<KeyValuePair<string, object?>[], SeriesCell> _byRawTags = new(RawTagsComparer.Instance);
    private readonly ConcurrentDictionary<KeyValuePair<string, object?>[], SeriesCell>
        .AlternateLookup<ReadOnlySpan<KeyValuePair<string, object?>>> _lookup;

    private readonly Dictionary<KeyValuePair<string, string>[], SeriesCell> _cells = new(CanonicalTagsComparer.Instance);
    private readonly Lock _gate = new();
    private readonly InstrumentIdentity _identity;
    private readonly string _description;
    private readonly int _maxSeries;
    private readonly double? _secondsPerUnit;
    private SeriesCell? _untagged;
    private SeriesCell? _overflow;
    private int _rawKeys;
    private int _liveInstruments;

    public InstrumentSeries(InstrumentIdentity identity, string description, int maxSeries)
    {
        _lookup = _byRawTags.GetAlternateLookup<ReadOnlySpan<KeyValuePair<string, object?>>>();
        _identity = identity;
        _description = description;
        _maxSeries = maxSeries;
        _secondsPerUnit = identity.Kind == MetricKind.Histogram ? TimeUnit.SecondsPer(identity.Unit) : null;
    }

    public void Record(long value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (_identity.Kind is MetricKind.Gauge or MetricKind.Histogram)
        {
            Record((double)value, tags);
        }
        else if (value >= 0 || _identity.Kind != MetricKind.Counter)
        {
            CellOf(tags).Add(value);
        }
    }

    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (double.IsNaN(value))
        {
            return;
        }

        switch (_identity.Kind)
        {
            case MetricKind.Gauge:
                CellOf(tags).Set(value);
                break;
            case MetricKind.Histogram when _secondsPerUnit is { } factor:
                CellOf(tags).RecordSeconds(value * factor);
                break;
            case MetricKind.Histogram:
                CellOf(tags).RecordValue(value);
                break;
            case MetricKind.Counter when value < 0:
            case var _ when double.IsInfinity(value):
                break;
            default:
                CellOf(tags).Add(value);
                break;
        }
    }

    public void Retain() => Interlocked.Increment(ref _liveInstruments);

    /// <summary>One instrument is gone. Totals of the past stay true without it; what described its present does not.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _liveInstruments) == 0
            && (_identity.IsObservable || _identity.Kind is MetricKind.Gauge or MetricKind.UpDownCounter))
        {
            Clear();
        }
    }

    /// <summary>Observable instruments report whole values each time: forget the last ones.</summary>
    public void BeginObservation()
    {
        if (_identity.IsObservable)
        {
            Clear();
        }
    }

    public void CopyTo(List<MetricSeries> series)
    {
        lock (_gate)
        {
            series.AddRange(_cells.Values.Select(ToSeries));
            if (_overflow is not null)
            {
                series.Add(ToSeries(_overflow));
            }
        }
    }

    private MetricSeries ToSeries(SeriesCell cell) => new()
    {
        MeterName = _identity.MeterName,
        InstrumentName = _identity.Name,
        Kind = _identity.Kind,
        Unit = _secondsPerUnit is null ? _identity.Unit : TimeUnit.Second,
        Description = _description,
        Tags = cell.Tags,
        Value = _identity.Kind == MetricKind.Histogram ? null : cell.Value,
        Histogram = cell.Histogram,
    };

    private SeriesCell CellOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty)
        {
            return Volatile.Read(ref _untagged) ?? CreateUntagged();
        }

        return _lookup.TryGetValue(tags, out var cell) ? cell : FindOrCreate(tags);
    }

    private SeriesCell CreateUntagged()
    {
        lock (_gate)
        {
            return _untagged ??= FindOrCreateCell([]);
        }
    }

    private SeriesCell FindOrCreate(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var canonical = TagSet.Canonicalize(tags);
        lock (_gate)
        {
            var cell = FindOrCreateCell(canonical);
            if (cell != _overflow && _rawKeys < _maxSeries * (long)RawKeysPerSeries && TagSet.IsKeepable(tags)
                && _lookup.TryAdd(tags, cell))
            {
                _rawKeys++;
            }

            return cell;
        }
    }

    private SeriesCell FindOrCreateCell(KeyValuePair<string, string>[] tags)
    {
        if (_cells.TryGetValue(tags, out var cell))
        {
            return cell;
        }

        if (_cells.Count >= _maxSeries || CanonicalTagsComparer.Instance.Equals(tags, TagSet.Overflow))
        {
            return _overflow ??= NewCell(TagSet.Overflow);
        }

        cell = NewCell(tags);
        _cells.Add(tags, cell);
        return cell;
    }

    private SeriesCell NewCell(KeyValuePair<string, string>[] tags) => _identity.Kind != MetricKind.Histogram
        ? new SeriesCell(tags, latencies: null, values: null)
        : _secondsPerUnit is null
            ? new SeriesCell(tags, latencies: null, new ValueHistogram())
            : new SeriesCell(tags, new LatencyHistogram(), values: null);

    private void Clear()
    {
        lock (_gate)
        {
            _byRawTags.Clear();
            _cells.Clear();
            (_untagged, _overflow, _rawKeys) = (null, null, 0);
        }
    }
}
