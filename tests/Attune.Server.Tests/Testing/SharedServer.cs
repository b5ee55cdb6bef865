namespace Attune.Server.Tests.Testing;

/// <summary>One server for all tests of a class, for tests that leave nothing behind.</summary>
public sealed class SharedServer : IAsyncLifetime
{
    public RunningServer Running { get; private set; } = null!;

    public async Task InitializeAsync() => Running = await RunningServer.StartAsync(
        ("server.max_body_bytes", "20000"), ("server.max_events_per_request", "20"), ("server.rate_limit_burst", "1000000"));

    public async Task DisposeAsync() => await Running.DisposeAsync();
}
