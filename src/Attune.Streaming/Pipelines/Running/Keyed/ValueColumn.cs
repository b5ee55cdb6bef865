using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Attune.Streaming.Pipelines.DeadLetters;

namespace Attune.Streaming.Pipelines.Running.Keyed;

/// <summary>Tells the values of events that are to be aggregated. Used again for each batch; not thread-safe.</summary>
/// <param name="selector">Tells one value; null if an event is its own value, then <typeparamref name="T"/> is <typeparamref name="TIn"/>.</param>
/// <param name="context">Takes events whose value cannot be told.</param>
internal sealed class ValueColumn<TKey, T, TIn>(Func<T, TIn>? selector, StepContext context)
{
    private readonly List<int> _failed = [];
    private TIn[] _values = [];

    /// <summary>The values of the columns; events that have none are excluded from these.</summary>
    public ReadOnlySpan<TIn> Of(KeyedColumns<TKey, T> columns)
    {
        if (selector is null && columns.TryGetItems(out var whole))
        {
            return MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<T, TIn>(ref MemoryMarshal.GetReference(whole)), whole.Length);
        }

        if (_values.Length < columns.Count)
        {
            _values = new TIn[columns.Count];
        }

        if (selector is null)
        {
            Gather(columns);
            return _values.AsSpan(0, columns.Count);
        }

        _failed.Clear();
        var items = columns.Items(out var rows);
        var (row, to, count) = (0, 0, columns.Count);
        while (row < count)
        {
            try
            {
                TellRun(items, rows, count, ref row, ref to);
            }
            catch (Exception error)
            {
                context.Report(StreamDeadLetterReasons.AggregateFailed, error.Message, columns.Item(row));
                _failed.Add(row++);
            }
        }

        columns.Exclude(_failed);
        return _values.AsSpan(0, to);
    }

    /// <summary>Lets go of the values.</summary>
    public void Clear(int count)
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<TIn>())
        {
            Array.Clear(_values, 0, Math.Min(count, _values.Length));
        }
    }

    /// <summary>Stops where the selector throws: at <paramref name="row"/>.</summary>
    private void TellRun(ReadOnlySpan<T> items, ReadOnlySpan<int> rows, int count, ref int row, ref int to)
    {
        if (rows.IsEmpty)
        {
            for (; row < count; row++)
            {
                _values[to] = selector!(items[row]);
                to++;
            }
        }
        else
        {
            for (; row < count; row++)
            {
                _values[to] = selector!(items[rows[row]]);
                to++;
            }
        }
    }

    private void Gather(KeyedColumns<TKey, T> columns)
    {
        var items = columns.Items(out var rows);
        for (var i = 0; i < rows.Length; i++)
        {
            var item = items[rows[i]];
            _values[i] = Unsafe.As<T, TIn>(ref item);
        }
    }
}
