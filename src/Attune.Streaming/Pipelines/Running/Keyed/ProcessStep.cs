using System.Globalization;
using Attune.Streaming.Checkpoints;
using Attune.Streaming.Pipelines.Batches;
using Attune.Streaming.Pipelines.DeadLetters;
using Attune.Streaming.Pipelines.Keys;
using Attune.Streaming.Pipelines.Processing;

namespace Attune.Streaming.Pipelines.Running.Keyed;

/// <summary>The states and timers of one worker, and the processor that handles them.</summary>
/// <remarks>
/// A key's timers stand with its state; the heap only says when to look. What it says of timers that are gone is passed over. Timers that are
/// set while the end of the stream is handled do not fire: one that sets itself anew would never end.
/// </remarks>
internal sealed class ProcessStep<TKey, T, TState, TOut> : ProcessContext<TKey, TOut>, IKeyedStep<TKey, T>
    where TKey : notnull
{
    private const int SmallestTimerLimit = 1024;
    private readonly Dictionary<TKey, KeyedState<TState>> _states = [];
    private readonly PriorityQueue<TKey, (long Time, long Order)> _timers = new();
    private readonly Batch<TOut> _output = new();
    private readonly KeyedProcessor<TKey, T, TState, TOut> _processor;
    private readonly KeySelection<TKey, T> _keys;
    private readonly KeyedStepSetup<T> _setup;
    private readonly IReceiver<TOut> _next;
    private TKey _key = default!;
    private KeyedState<TState>? _state;
    private long _timestamp;
    private long _watermark = long.MinValue;
    private long _order;
    private int _timerLimit = SmallestTimerLimit;
    private int _stateSize;
    private bool _isCleared;

    /// <summary>Makes the step, with the state of the checkpoint that the run goes on from.</summary>
    public ProcessStep(KeyedProcessor<TKey, T, TState, TOut> processor, KeySelection<TKey, T> keys, KeyedStepSetup<T> setup, IReceiver<TOut> next)
    {
        (_processor, _keys, _setup, _next) = (processor, keys, setup, next);
        setup.Stage.HasState();
        foreach (var state in setup.Restored)
        {
            Load(new StateReader(state));
        }
    }

    /// <summary>Entries of the heap of timers, those that are gone among them.</summary>
    public int WaitingTimers => _timers.Count;

    public override TKey Key => _key;

    public override long Timestamp => _timestamp;

    public override long Watermark => _watermark;

    public override void Emit(TOut result) => _output.Add(result, _timestamp);

    public override void SetTimer(long time)
    {
        if (_watermark != long.MaxValue && _state!.AddTimer(time))
        {
            _timers.Enqueue(_key, (time, _order++));
            if (_timers.Count > _timerLimit)
            {
                DropGone();
            }
        }
    }

    public override void Clear() => _isCleared = true;

    public ValueTask OnColumnsAsync(KeyedColumns<TKey, T> columns, CancellationToken cancellationToken)
    {
        _output.Clear();
        var row = 0;
        foreach (var mark in columns.Marks)
        {
            ProcessRun(columns, ref row, mark.Position);
            Advance(mark.Watermark);
            _output.AddMark(mark.Watermark);
        }

        ProcessRun(columns, ref row, columns.Count);
        _setup.Stage.SetStates(_setup.Context.Worker, _states.Count);
        return _output.IsEmpty ? ValueTask.CompletedTask : _next.OnBatchAsync(_output, cancellationToken);
    }

    public ValueTask OnBarrierAsync(Barrier barrier, CancellationToken cancellationToken)
    {
        barrier.Save(_setup.Context, ref _stateSize, Save);
        return _next.OnBarrierAsync(barrier, cancellationToken);
    }

    public void Save(StateWriter writer)
    {
        var keys = _keys.Serializer;
        writer.Write(_watermark);
        writer.Write(_states.Count);
        var serializer = _processor.Serializer;
        foreach (var (key, state) in _states)
        {
            keys.Write(writer, key);
            serializer.Write(writer, state.Value);
            writer.Write(state.Timers.Count);
            foreach (var timer in state.Timers)
            {
                writer.Write(timer);
            }
        }
    }

    public ValueTask OnTickAsync(long now, CancellationToken cancellationToken) => _next.OnTickAsync(now, cancellationToken);

    public ValueTask OnEndAsync(CancellationToken cancellationToken) => _next.OnEndAsync(cancellationToken);

    private void ProcessRun(KeyedColumns<TKey, T> columns, ref int row, int end)
    {
        for (; row < end; row++)
        {
            var (before, states) = (_output.Count, _states.Count);
            try
            {
                (_key, _timestamp) = (columns.Keys[row], columns.Timestamps[row]);
                _state = StateOf(_key);
                _processor.Process(ref _state.Value, columns.Item(row), this);
            }
            catch (Exception error)
            {
                _output.Truncate(before);
                _setup.Context.Report(StreamDeadLetterReasons.ProcessFailed, error.Message, columns.Item(row));

                // Poison with ever new keys must not leave states behind.
                _isCleared |= _states.Count > states;
            }

            ClearIfAsked();
        }
    }

    private void Advance(long watermark)
    {
        if (watermark <= _watermark)
        {
            return;
        }

        // Set first: a timer that is set for a time that has come is due at once, in this loop.
        _watermark = watermark;
        while (_timers.TryPeek(out var key, out var due) && due.Time <= watermark)
        {
            _timers.Dequeue();
            if (_states.TryGetValue(key, out var state) && state.RemoveTimer(due.Time))
            {
                Fire(key, state, due.Time);
            }
        }
    }

    private void Fire(TKey key, KeyedState<TState> state, long time)
    {
        var before = _output.Count;
        (_key, _timestamp, _state) = (key, time, state);
        try
        {
            _processor.OnTimer(ref state.Value, time, this);
        }
        catch (Exception error)
        {
            _output.Truncate(before);
            _setup.Context.Report(StreamDeadLetterReasons.ProcessFailed, $"Timer of {Show(time)}: {error.Message}", key);
        }

        ClearIfAsked();
    }

    private static string Show(long time) =>
        time >= 0 && time <= DateTime.MaxValue.Ticks ? $"{new DateTime(time, DateTimeKind.Utc):O}" : string.Create(CultureInfo.InvariantCulture, $"{time} ticks");

    /// <summary>Timers of states that were let go would stay in the heap until their time: it is made anew without them when they may be half of it.</summary>
    private void DropGone()
    {
        var left = _timers.UnorderedItems
            .Where(timer => _states.TryGetValue(timer.Element, out var state) && state.HasTimer(timer.Priority.Time))
            .OrderBy(timer => timer.Priority)
            .DistinctBy(timer => (timer.Element, timer.Priority.Time))
            .ToList();
        _timers.Clear();
        _timers.EnqueueRange(left);
        _timerLimit = Math.Max(SmallestTimerLimit, 2 * left.Count);
    }

    private void ClearIfAsked()
    {
        if (_isCleared)
        {
            _states.Remove(_key);
            _isCleared = false;
        }
    }

    private KeyedState<TState> StateOf(TKey key)
    {
        if (!_states.TryGetValue(key, out var state))
        {
            // Made first: what fails leaves no state behind.
            state = new KeyedState<TState> { Value = _processor.Create(key) };
            _states.Add(key, state);
        }

        return state;
    }

    private void Load(StateReader reader)
    {
        _watermark = Math.Max(_watermark, reader.Read<long>());
        var serializer = _processor.Serializer;
        for (var count = reader.Read<int>(); count > 0; count--)
        {
            var key = _keys.Serializer.Read(reader);
            var state = new KeyedState<TState> { Value = serializer.Read(reader) };
            for (var timers = reader.Read<int>(); timers > 0; timers--)
            {
                state.AddTimer(reader.Read<long>());
            }

            if (_keys.IsOwned(key, _setup.Context.Worker, _setup.Workers))
            {
                _states[key] = state;
                foreach (var timer in state.Timers)
                {
                    _timers.Enqueue(key, (timer, _order++));
                }
            }
        }
    }
}
