using Attune.Realtime.Client.Tests.Server;
using Attune.Testing;

namespace Attune.Realtime.Client.Tests;

public sealed class DisposeTests : ClientFixture
{
    [Fact]
    public async Task Dispose_WhenIdle_ClosesAndRefusesSubscriptions()
    {
        var client = Connect();
        await client.DisposeAsync();
        client.State.State.ShouldBe(RealtimeConnectionState.Closed);
        await Should.ThrowAsync<ObjectDisposedException>(async () => await client.SubscribeAsync("flows").GetAsyncEnumerator().MoveNextAsync());
        await client.DisposeAsync();
    }

    [Fact]
    public async Task Dispose_WhenConnected_ClosesWith1000_AndTheSubscriptionEndsAfterWhatIsQueued()
    {
        var client = Connect();
        var reading = new Reading(client, "flows");
        var connection = await Server.AcceptAsync();
        await connection.AcceptAsync();
        await connection.DataAsync("flows", 1);
        await connection.DataAsync("flows", 2);
        await Eventually.TrueAsync(() => client.Statistics.Messages == 2);
        await client.DisposeAsync();
        ((int?)await connection.Closed).ShouldBe(1000);
        ((await reading.DataAsync()).Sequence, (await reading.DataAsync()).Sequence).ShouldBe((1, 2));
        (await reading.NextAsync()).ShouldBeNull();
        client.State.State.ShouldBe(RealtimeConnectionState.Closed);
    }

    [Fact]
    public async Task Dispose_WhileWaitingForTheNextAttempt_EndsAtOnce()
    {
        Server.Status = 503;
        var client = Connect();
        var reading = new Reading(client, "flows");
        await Eventually.TrueAsync(() => client.State.State == RealtimeConnectionState.Waiting);
        await client.DisposeAsync();
        (await reading.NextAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task Dispose_WhileAuthenticating_Closes()
    {
        var client = Connect(new RealtimeClientOptions { Address = Server.Address, Key = "k" });
        var reading = new Reading(client, "flows");
        var connection = await Server.AcceptAsync();
        await connection.ExpectAsync("auth");
        await client.DisposeAsync();
        ((int?)await connection.Closed).ShouldBe(1000);
        (await reading.NextAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task Dispose_WhileAToken_IsAskedFor_EndsAtOnce()
    {
        var asked = new TaskCompletionSource();
        var client = Connect(new RealtimeClientOptions
        {
            Address = Server.Address, TokenProvider = async cancellationToken =>
            {
                asked.SetResult();
                await Task.Delay(Timeout.Infinite, cancellationToken);
                return null;
            },
        });
        var reading = new Reading(client, "flows");
        await asked.Task;
        await client.DisposeAsync();
        (await reading.NextAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task Dispose_WithAFullQueue_Closes()
    {
        var client = Connect(new RealtimeClientOptions { Address = Server.Address, QueueCapacity = 1 });
        var reading = new Reading(client, "flows");
        var connection = await Server.AcceptAsync();
        await connection.AcceptAsync();
        await connection.SendAsync(FakeConnection.Batch(Enumerable.Range(1, 10).Select(i => FakeConnection.Data("flows", i))));
        await reading.DataAsync();
        await Eventually.TrueAsync(() => client.Statistics.Messages == 2);
        await client.DisposeAsync();
        ((int?)await connection.Closed).ShouldBe(1000);
        (await reading.DataAsync()).Sequence.ShouldBe(2);
        (await reading.NextAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task Dispose_OfAServerThatDoesNotAnswer_WaitsTwoSeconds()
    {
        var client = Connect();
        var reading = new Reading(client, "flows");
        var connection = await Server.AcceptAsync();
        await connection.AcceptAsync();
        connection.IsSilent = true;
        var before = Clock.GetUtcNow();
        var disposing = client.DisposeAsync().AsTask();
        await AdvanceUntilAsync(() => disposing.IsCompleted);
        (Clock.GetUtcNow() - before).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(2));
        (await reading.NextAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task Dispose_WhenRefused_Closes()
    {
        Server.Status = 401;
        var client = Connect();
        await new Reading(client, "flows").ErrorAsync();
        await client.DisposeAsync();
        client.State.State.ShouldBe(RealtimeConnectionState.Closed);
    }

    [Fact]
    public async Task Cancellation_EndsTheEnumerationWithItsOwnError()
    {
        var client = Connect();
        using var cancel = new CancellationTokenSource();
        var reading = client.SubscribeAsync("flows", cancellationToken: cancel.Token).GetAsyncEnumerator();
        var next = reading.MoveNextAsync();
        await (await Server.AcceptAsync()).AcceptAsync();
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(async () => await next);
        client.State.State.ShouldBe(RealtimeConnectionState.Connected);
    }
}
