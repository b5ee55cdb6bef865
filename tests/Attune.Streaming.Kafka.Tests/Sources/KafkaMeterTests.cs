using System.Diagnostics.Metrics;

namespace Attune.Streaming.Kafka.Tests.Sources;

public sealed class KafkaMeterTests : IDisposable
{
    private readonly TestCluster _cluster = new();

    public void Dispose() => _cluster.Dispose();

    [SkippableFact]
    public async Task Lag_IsTheRecordsThatWereNotRead_AndGoesWithItsReader()
    {
        var topic = await _cluster.TopicAsync(1);
        await Numbered.WriteAsync(_cluster, topic, Enumerable.Range(0, 100));
        var source = new KafkaSource<int>(_cluster.Options(), new KafkaSourceOptions { Topic = topic, Group = topic }, Numbered.Decoder);
        await using (var reader = await source.OpenAsync(null, default))
        {
            Lags(topic).ShouldBe([100]);
            await Numbered.ReadAsync(reader, read => read.Count >= 30, batch: 30);
            Lags(topic).ShouldBe([70]);
            source.Lags.ShouldBe([new KafkaLag(0, 30, 100)]);
        }

        Lags(topic).ShouldBeEmpty();
    }

    private static List<long> Lags(string topic)
    {
        var lags = new List<long>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "attune.streaming.kafka.lag")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
        {
            if (tags.Contains(new KeyValuePair<string, object?>("topic", topic)))
            {
                lags.Add(value);
            }
        });
        listener.Start();
        listener.RecordObservableInstruments();
        return lags;
    }
}
