using Attune.Streaming.Checkpoints;
using Attune.Streaming.Pipelines.Batches;
using Attune.Streaming.Pipelines.DeadLetters;
using Attune.Streaming.Pipelines.Keys;
using Attune.Streaming.Windows;

namespace Attune.Streaming.Pipelines.Running.Keyed;

/// <summary>The windows of one worker. A pane leaves with the last instant of its window as its time.</summary>
internal sealed class WindowStep<TKey, T, TIn, TOut> : IKeyedStep<TKey, T>, IWindowOutput<TKey, TOut>
    where TKey : notnull
{
    private readonly Batch<Pane<TKey, TOut>> _output = new();
    private readonly List<T> _late = [];
    private readonly WindowOperator<TKey, TIn> _windows;
    private readonly KeySelection<TKey, T> _keys;
    private readonly ValueColumn<TKey, T, TIn> _values;
    private readonly KeyedStepSetup<T> _setup;
    private readonly IReceiver<Pane<TKey, TOut>> _next;
    private KeyedColumns<TKey, T>? _columns;
    private int _offset;
    private int _lateCount;
    private int _stateSize;

    /// <summary>Makes the step, with the state of the checkpoint that the run goes on from.</summary>
    public WindowStep(
        Func<IWindowOutput<TKey, TOut>, WindowOperator<TKey, TIn>> windows,
        KeySelection<TKey, T> keys,
        Func<T, TIn>? value,
        KeyedStepSetup<T> setup,
        IReceiver<Pane<TKey, TOut>> next)
    {
        (_keys, _setup, _next) = (keys, setup, next);
        _values = new ValueColumn<TKey, T, TIn>(value, setup.Context);
        _windows = windows(this);
        setup.Stage.HasState();
        foreach (var state in setup.Restored)
        {
            _windows.Load(new StateReader(state), keys.Serializer, key => keys.IsOwned(key, setup.Context.Worker, setup.Workers));
        }
    }

    public async ValueTask OnColumnsAsync(KeyedColumns<TKey, T> columns, CancellationToken cancellationToken)
    {
        Run(columns);
        if (_lateCount > 0)
        {
            _setup.Meter.WasLate(_setup.Stage, _lateCount);
            _lateCount = 0;
            if (_setup.Late is { } late)
            {
                await late.WriteAsync(_late, cancellationToken);
                _late.Clear();
            }
        }

        await SendAsync(cancellationToken);
    }

    public async ValueTask OnBarrierAsync(Barrier barrier, CancellationToken cancellationToken)
    {
        barrier.Save(_setup.Context, ref _stateSize, Save);
        if (_setup.Late is { } late)
        {
            await late.FlushAsync(cancellationToken);
        }

        await _next.OnBarrierAsync(barrier, cancellationToken);
    }

    public void Save(StateWriter writer) => _windows.Save(writer, _keys.Serializer);

    public async ValueTask OnTickAsync(long now, CancellationToken cancellationToken)
    {
        _output.Clear();
        _windows.AdvanceProcessingTime(now);
        await SendAsync(cancellationToken);
        await _next.OnTickAsync(now, cancellationToken);
    }

    public async ValueTask OnEndAsync(CancellationToken cancellationToken)
    {
        if (_setup.Late is { } late)
        {
            await late.FlushAsync(cancellationToken);
        }

        await _next.OnEndAsync(cancellationToken);
    }

    void IWindowOutput<TKey, TOut>.OnPane(in Pane<TKey, TOut> pane) => _output.Add(pane, pane.Window.End.Ticks - 1);

    void IWindowOutput<TKey, TOut>.OnLate(int index)
    {
        _lateCount++;
        if (_setup.Late is not null)
        {
            _late.Add(_columns!.Item(_offset + index));
        }
    }

    void IWindowOutput<TKey, TOut>.OnFailed(int index, Exception error) =>
        _setup.Context.Report(StreamDeadLetterReasons.AggregateFailed, error.Message, _columns!.Item(_offset + index));

    private void Run(KeyedColumns<TKey, T> columns)
    {
        _output.Clear();
        _columns = columns;
        var values = _values.Of(columns);
        var timestamps = columns.Timestamps;
        var keys = columns.Keys.AsSpan(0, columns.Count);
        _offset = 0;
        foreach (var mark in columns.Marks)
        {
            AddRun(mark.Position, timestamps, keys, values);
            _windows.AdvanceWatermark(mark.Watermark);
            _output.AddMark(mark.Watermark);
        }

        AddRun(columns.Count, timestamps, keys, values);
        _values.Clear(columns.Count);
        _columns = null;
        _setup.Stage.SetStates(_setup.Context.Worker, _windows.StateCount);
    }

    private void AddRun(int end, ReadOnlySpan<long> timestamps, ReadOnlySpan<TKey> keys, ReadOnlySpan<TIn> values)
    {
        if (end > _offset)
        {
            _windows.Add(timestamps[_offset..end], keys[_offset..end], values[_offset..end]);
            _offset = end;
        }
    }

    private ValueTask SendAsync(CancellationToken cancellationToken) => _output.IsEmpty ? ValueTask.CompletedTask : _next.OnBatchAsync(_output, cancellationToken);
}
