using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Attune.Testing;

namespace Attune.Storage.Tests.Pool;

public sealed class StoragePoolMeterTests
{
    [Fact]
    public async Task Instruments_TellWhatHappenedInThePoolOfTheirTag()
    {
        var name = $"pool-{Guid.NewGuid():N}";
        var seen = new ConcurrentQueue<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == "Attune.Storage" && instrument.Name.StartsWith("attune.storage.pool.", StringComparison.Ordinal))
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Record(instrument, value, tags));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Record(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Record(instrument, value, tags));
        listener.Start();
        await using var pool = new PoolFixture(options => options.AcquireTimeout = TimeSpan.FromSeconds(90), name: name);

        await pool.WarmUpAsync(2);
        (await pool.Pool.AcquireAsync()).Dispose();
        using var held = await pool.Pool.AcquireAsync();
        var broken = await pool.Pool.AcquireAsync();
        var waiting = pool.Pool.AcquireAsync().AsTask();
        pool.Clock.Advance(TimeSpan.FromSeconds(20));
        listener.RecordObservableInstruments();
        broken.MarkBroken();
        broken.Dispose();
        using var late = await waiting.WaitAsync(Eventually.Bound);
        var given = pool.Pool.AcquireAsync().AsTask();
        pool.Clock.Advance(TimeSpan.FromSeconds(90));
        await Should.ThrowAsync<StorageException>(given.WaitAsync(Eventually.Bound));

        seen.ShouldBe([
            "wait.duration 0", "wait.duration 0", "wait.duration 0", "wait.duration 0", "wait.duration 0",
            "connections 0 state=idle", "connections 2 state=in_use", "waiters 1",
            "recycled 1 reason=broken", "wait.duration 20", "leaks 1", "leaks 1", "timeouts 1",
        ]);

        void Record<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var rest = tags.ToArray();
            if (rest.Any(tag => tag.Key == "pool" && tag.Value is string pool && pool == name))
            {
                var others = string.Concat(rest.Where(tag => tag.Key != "pool").Select(tag => $" {tag.Key}={tag.Value}"));
                seen.Enqueue($"{instrument.Name["attune.storage.pool.".Length..]} {value}{others}");
            }
        }
    }
}
