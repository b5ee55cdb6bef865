using System.Threading.Channels;
using Attune.Storage;
using Attune.Tuning;
using Microsoft.Extensions.Logging;

namespace Attune.Server;

/// <summary>Keeps every change of a knob: who changed what, when and why. A change takes effect at once; it is written behind it, in order.</summary>
internal sealed partial class TuningJournal : IAsyncDisposable
{
    /// <summary>Changes that may wait for the database; further ones are counted and logged, not kept.</summary>
    private const int Capacity = 1000;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    /// <summary>How long a stop waits for a database that does not answer.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(2);

    private readonly Channel<TuningDecision> _changes = Channel.CreateBounded<TuningDecision>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private readonly CancellationTokenSource _stopping = new();
    private readonly TunableRegistry _tunables;
    private readonly IDecisionStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Task _writing;

    public TuningJournal(TunableRegistry tunables, IDecisionStore store, ILogger<TuningJournal> logger, TimeProvider time)
    {
        (_tunables, _store, _logger, _time) = (tunables, store, logger, time);
        tunables.Changed += OnChanged;
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>Writes what waits, if the database answers soon.</summary>
    public async ValueTask DisposeAsync()
    {
        _tunables.Changed -= OnChanged;
        _changes.Writer.TryComplete();
        _stopping.CancelAfter(StopPatience);
        await _writing;
        _stopping.Dispose();
    }

    private void OnChanged(Tunable tunable, TunableChange change)
    {
        var decision = new TuningDecision
        {
            Time = change.Time.UtcDateTime, Tunable = tunable.Name, From = change.From, To = change.To, ChangedBy = change.ChangedBy,
            Reason = change.Reason.Length > 0 ? change.Reason : "no reason given",
        };
        if (!_changes.Writer.TryWrite(decision))
        {
            LogNotKept(tunable.Name, change.From, change.To, "too many changes wait for the database");
        }
    }

    private async Task WriteAsync()
    {
        await foreach (var decision in _changes.Reader.ReadAllAsync())
        {
            while (!await TryRecordAsync(decision))
            {
                await Task.Delay(RetryDelay, _time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Whether nothing more is to be done about a decision.</summary>
    private async Task<bool> TryRecordAsync(TuningDecision decision)
    {
        try
        {
            await _store.RecordAsync(decision, _stopping.Token);
            return true;
        }
        catch (StorageException error) when (error.IsTransient && !_stopping.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception error)
        {
            // Whatever it was: the next change is to be written all the same.
            LogNotKept(decision.Tunable, decision.From, decision.To, error.Message);
            return true;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The change of {Tunable} from {From} to {To} is in force but not in the journal: {Why}")]
    private partial void LogNotKept(string tunable, double from, double to, string why);
}
