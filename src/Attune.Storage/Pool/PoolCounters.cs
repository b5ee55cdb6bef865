namespace Attune.Storage.Pool;

/// <summary>What has happened in a pool since its start; guarded by <see cref="PoolSlots"/>.</summary>
internal sealed class PoolCounters
{
    private long _acquired;
    private long _waited;
    private long _longestWait;
    private long _timeouts;
    private long _failedOpens;
    private long _failedValidations;
    private long _recycled;
    private long _leaks;

    public long Opened { get; set; }

    public void Acquire(long waited)
    {
        _acquired++;
        _waited += waited;
        _longestWait = Math.Max(_longestWait, waited);
    }

    public void Add(PoolEvent what)
    {
        switch (what)
        {
            case PoolEvent.Timeout:
                _timeouts++;
                break;
            case PoolEvent.FailedOpen:
                _failedOpens++;
                break;
            case PoolEvent.FailedValidation:
                _failedValidations++;
                break;
            case PoolEvent.Recycle:
                _recycled++;
                break;
            default:
                _leaks++;
                break;
        }
    }

    public PoolStatistics ToStatistics(string name, int max, int open, int idle, int inUse, int waiters, TimeProvider time) => new(
        name, max, open, idle, inUse, waiters, _acquired, _timeouts, Opened, _failedOpens, _recycled, _failedValidations, _leaks,
        _acquired == 0 ? 0 : time.GetElapsedTime(0, _waited).TotalSeconds / _acquired, time.GetElapsedTime(0, _longestWait).TotalSeconds);
}
