namespace Attune.Streaming.Pipelines.Running.Meters;

/// <summary>The figures of one stage of a run.</summary>
internal sealed class StageMeter(string name, int workers)
{
    // Each worker writes its own, far enough from its neighbour's that they do not share a cache line.
    private const int Stride = 16;
    private readonly long[] _states = new long[workers * Stride];
    private IReadOnlyList<Func<double>> _buffers = [];
    private bool _hasState;

    public string Name => name;

    public KeyValuePair<string, object?> Tag { get; } = new("stage", name);

    /// <summary>States of all workers; null for a stage without state.</summary>
    public double? StateCount
    {
        get
        {
            var sum = 0L;
            for (var i = 0; i < _states.Length; i += Stride)
            {
                sum += Volatile.Read(ref _states[i]);
            }

            return _hasState ? sum : null;
        }
    }

    /// <summary>Fill of the fullest buffer, 0 to 1; null for a stage without buffers.</summary>
    public double? BufferFill => _buffers.Count == 0 ? null : _buffers.Max(fill => fill());

    public void Observe(IReadOnlyList<Func<double>> buffers) => _buffers = buffers;

    public void HasState() => _hasState = true;

    public void SetStates(int worker, long count) => Volatile.Write(ref _states[worker * Stride], count);
}
