using Attune.Storage;
using Attune.Testing;
using Attune.Tuning;
using Microsoft.Extensions.Logging.Abstractions;

namespace Attune.Server.Tests;

public sealed class TuningJournalTests
{
    private static readonly TunableDefinition Definition = new() { Name = "test.knob", Description = "A knob.", Unit = "1", Minimum = 0, Maximum = 1e6, Step = 1, Default = 0 };

    [Fact]
    public async Task Changes_WhileTheStoreFails_AreWrittenInOrderWhenItIsBack()
    {
        var (time, store) = (new ManualTimeProvider(), new Decisions { Error = new StorageException("away") { IsTransient = true } });
        var (registry, knob) = Registry();
        await using var journal = new TuningJournal(registry, store, NullLogger<TuningJournal>.Instance, time);
        foreach (var value in Enumerable.Range(1, 20))
        {
            knob.Set(value, "test", "");
        }

        await Eventually.TrueAsync(() => store.Attempts > 0);
        store.Error = null;
        await Eventually.TrueAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return store.Written.Count == 20;
        });
        store.Written.Select(decision => decision.To).ShouldBe(Enumerable.Range(1, 20).Select(value => (double)value));
        store.Written.ShouldAllBe(decision => decision.Reason == "no reason given");
    }

    [Fact]
    public async Task Changes_MoreThanCanWait_TakeEffectAllTheSame()
    {
        var store = new Decisions { Error = new StorageException("away") { IsTransient = true } };
        var (registry, knob) = Registry();
        await using var journal = new TuningJournal(registry, store, NullLogger<TuningJournal>.Instance, new ManualTimeProvider());
        foreach (var value in Enumerable.Range(1, 5000))
        {
            knob.Set(value, "test", "");
        }

        knob.Value.ShouldBe(5000);
    }

    [Fact]
    public async Task AnErrorThatNobodyExpected_CostsOneEntryOnly()
    {
        var store = new Decisions { Error = new InvalidOperationException("broken") };
        var (registry, knob) = Registry();
        await using var journal = new TuningJournal(registry, store, NullLogger<TuningJournal>.Instance, new ManualTimeProvider());
        knob.Set(1, "test", "");
        await Eventually.TrueAsync(() => store.Attempts == 1);
        store.Error = null;
        knob.Set(2, "test", "");
        await Eventually.TrueAsync(() => store.Written.Count == 1);
        store.Written[0].To.ShouldBe(2);
    }

    private static (TunableRegistry Registry, Tunable Knob) Registry()
    {
        var registry = new TunableRegistry(new ManualTimeProvider());
        return (registry, registry.Register(Definition));
    }

    private sealed class Decisions : IDecisionStore
    {
        private int _attempts;
        private volatile Exception? _error;
        private volatile IReadOnlyList<TuningDecision> _written = [];

        public Exception? Error { get => _error; set => _error = value; }

        public int Attempts => Volatile.Read(ref _attempts);

        public IReadOnlyList<TuningDecision> Written => _written;

        public Task<long> RecordAsync(TuningDecision decision, CancellationToken cancellationToken = default)
        {
            var error = _error;
            Interlocked.Increment(ref _attempts);
            if (error is not null)
            {
                return Task.FromException<long>(error);
            }

            _written = [.. _written, decision];
            return Task.FromResult((long)_written.Count);
        }

        public Task<bool> SetOutcomeAsync(long id, DecisionOutcome outcome, double? score = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<Page<TuningDecision>> GetAsync(DecisionQuery query, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    }
}
