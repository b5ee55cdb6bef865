using Attune.Realtime.Access;
using Attune.Realtime.Channels;
using Attune.Realtime.Delivery;
using FsCheck;
using FsCheck.Fluent;

namespace Attune.Realtime.Tests.Delivery;

public class MessageQueueTests
{
    [Fact]
    public void Queue_DoesWhatAListDoes()
    {
        using var hub = new HubUnderTest().With("flows");
        var channel = hub.Hub.Directory.GetOrCreate("flows");
        var (client, _) = hub.Connect(RealtimeIdentity.Anonymous);
        Binding[] bindings = [.. Enumerable.Range(0, 3).Select(_ => new Binding(client, channel, new Subscription(ChannelPattern.Parse("flows"), null, 0)) { ReplayedTo = 40 })];
        var step = Gen.Choose(0, 9).SelectMany(kind => Gen.Choose(0, 100).Select(number => (Kind: kind, Number: number)));
        Prop.ForAll(step.ListOf().ToArbitrary(), steps =>
        {
            var (queue, model, sequence) = (new MessageQueue(), new List<Queued>(), 0L);
            foreach (var (kind, number) in steps)
            {
                switch (kind)
                {
                    case < 6:
                        var message = HubMessage.Create(channel, ++sequence, default, 0, new byte[number], null);
                        queue.Enqueue(new Queued(message, bindings[number % 3]));
                        model.Add(new Queued(message, bindings[number % 3]));
                        break;
                    case 6 when model.Count > 0:
                        queue.Dequeue().ShouldBe(model[0]);
                        model.RemoveAt(0);
                        break;
                    case 7 when model.Count > 0:
                        queue.RemoveAt(number % model.Count).ShouldBe(model[number % model.Count]);
                        model.RemoveAt(number % model.Count);
                        break;
                    case 8:
                        queue.RemoveAll(queued => queued.Binding == bindings[number % 3]);
                        model.RemoveAll(queued => queued.Binding == bindings[number % 3]);
                        break;
                    case 9 when number == 0:
                        queue.Clear();
                        model.Clear();
                        break;
                }

                Enumerable.Range(0, queue.Count).Select(i => queue[i]).ShouldBe(model);
                (queue.Bytes, queue.Replayed).ShouldBe((model.Sum(queued => (long)queued.Message.Frame.Length), model.Count(queued => queued.Message.Sequence <= 40)));
            }
        }).QuickCheckThrowOnFailure();
    }
}
