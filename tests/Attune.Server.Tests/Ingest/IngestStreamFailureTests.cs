using Attune.Server.Tests.Testing;
using Attune.Storage;
using Attune.Testing;

namespace Attune.Server.Tests.Ingest;

public sealed class IngestStreamFailureTests : IDisposable
{
    private static readonly DateTime Start = SampleEvents.Start;
    private readonly TemporaryFolder _folder = new();

    private static StorageException Away => new("The server is away.") { IsTransient = true };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Submit_WhileTheStoreFails_ThrowsAndWorksAgainAfterwards()
    {
        await using var test = await PipelineUnderTest.OpenAsync(_folder);
        test.Store.FailsToAppend = true;
        for (var i = 0; i < 20; i++)
        {
            (await Should.ThrowAsync<StorageException>(() => test.SubmitAsync(SampleEvents.Flow(1, bytes: 5)))).Message.ShouldContain("disk is full");
        }

        test.Store.FailsToAppend = false;
        test.Pipeline.Fault.ShouldBeNull("a store that works again is enough: no event has to come first, for none is sent to a server that is not ready");
        (await test.SubmitAsync(SampleEvents.Flow(1, bytes: 5))).NewFlows.ShouldBe([true]);
        await test.SubmitAsync(SampleEvents.Flow(2, time: Start.AddHours(1)));

        (await test.WindowsAsync(1)).Single().Total.Bytes.ShouldBe(5);
    }

    [Fact]
    public async Task Submit_WhileWindowsCannotBeSaved_IsNotReadyAndSavesThemLater()
    {
        var time = new ManualTimeProvider();
        await using var test = await PipelineUnderTest.OpenAsync(_folder, time: time);
        test.Store.FailsToSaveWindows = true;
        await test.SubmitAsync(SampleEvents.Flow(1, bytes: 5), SampleEvents.Flow(2, time: Start.AddHours(1)));
        await Eventually.TrueAsync(() => test.Pipeline.Fault is not null && time.ActiveTimers > 0, "the windows wait");
        await test.SubmitAsync(SampleEvents.Flow(3, time: Start.AddHours(1)));
        test.Pipeline.Fault.ShouldNotBeNull("windows still wait");

        test.Store.FailsToSaveWindows = false;
        time.Advance(TimeSpan.FromSeconds(1));

        (await test.WindowsAsync(1)).Single().Total.Bytes.ShouldBe(5);
        await Eventually.TrueAsync(() => test.Pipeline.Fault is null, "the fault is over");
    }

    [Fact]
    public async Task LateEvents_WhileTheStoreFails_AreKeptAndTheirBatchIsAcknowledgedWithThem()
    {
        var time = new ManualTimeProvider();
        await using var test = await PipelineUnderTest.OpenAsync(_folder, time: time);
        await test.SubmitAsync(SampleEvents.Flow(1), SampleEvents.Flow(2, time: Start.AddHours(1)));
        test.Store.FailsToAppendLetters = true;

        var late = test.SubmitAsync(SampleEvents.Flow(3, time: Start));
        await Eventually.TrueAsync(() => test.Store.Failures > 0 && test.Pipeline.Fault is not null, "the dead letter finds the store failing");
        late.IsCompleted.ShouldBeFalse();

        test.Store.FailsToAppendLetters = false;
        await Eventually.TrueAsync(
            async () =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                return (await test.Store.CountRowsAsync()) is { DeadLetters: 1, Windows: 1 };
            },
            "the dead letter and the window");
        (await late).NewFlows.ShouldBe([true]);
        test.Pipeline.Fault.ShouldBeNull();
    }

    [Fact]
    public async Task Dispose_WhileWindowsWaitForTheStore_EndsAndTheNextStartSavesThem()
    {
        var test = await PipelineUnderTest.OpenAsync(_folder);
        test.Store.FailsToSaveWindows = true;
        await test.SubmitAsync(SampleEvents.Flow(1, bytes: 5), SampleEvents.Flow(2, time: Start.AddHours(1)));
        await Eventually.TrueAsync(() => test.Store.Failures > 0, "the windows wait");

        await test.DisposeAsync().AsTask().WithinLimit();

        await using var next = await PipelineUnderTest.OpenAsync(_folder);
        (await next.WindowsAsync(1)).Single().Total.Bytes.ShouldBe(5);
    }

    [Fact]
    public async Task Open_WhileTheStoreIsAway_RestoresByItselfWhenItIsBack_AndCountsNothingTwice()
    {
        await using (var before = await PipelineUnderTest.OpenAsync(_folder))
        {
            await before.SubmitAsync(SampleEvents.Flow(1, bytes: 5));
        }

        var time = new ManualTimeProvider();
        await using var test = await PipelineUnderTest.OpenAsync(_folder, time: time, readError: Away);
        test.Pipeline.Fault.ShouldBe("The server is away.");
        (await Should.ThrowAsync<StorageException>(() => test.SubmitAsync(SampleEvents.Flow(2)))).IsTransient.ShouldBeTrue();
        await Eventually.TrueAsync(() => time.ActiveTimers > 0, "the next attempt is set");
        time.Advance(TimeSpan.FromSeconds(1));
        await Eventually.TrueAsync(() => test.Store.Failures == 2 && time.ActiveTimers > 0, "a second attempt failed");
        time.Advance(TimeSpan.FromSeconds(1));
        test.Store.Failures.ShouldBe(2, "the pauses become longer");

        test.Store.ReadError = null;
        time.Advance(TimeSpan.FromSeconds(1));
        await Eventually.TrueAsync(() => test.Pipeline.Fault is null, "it is ready");
        await test.SubmitAsync(SampleEvents.Flow(3, time: Start.AddHours(1)));

        (await test.WindowsAsync(1)).Single().Total.Bytes.ShouldBe(5);
    }

    [Fact]
    public async Task Open_StoreThatCannotBeUsed_Throws() =>
        (await Should.ThrowAsync<StorageException>(() => PipelineUnderTest.OpenAsync(_folder, readError: new StorageException("The schema is newer.")))).Message.ShouldBe("The schema is newer.");

    [Fact]
    public async Task Dispose_WhileTheStoreIsAway_EndsAtOnce()
    {
        var time = new ManualTimeProvider();
        var test = await PipelineUnderTest.OpenAsync(_folder, time: time, readError: Away);

        // The clock stands still: only an end that waits for nothing comes.
        await test.DisposeAsync().AsTask().WithinLimit();
        await Should.ThrowAsync<Exception>(() => test.SubmitAsync(SampleEvents.Flow(1)));
    }

    [Fact]
    public async Task Submit_AfterClose_IsRefused()
    {
        await using var test = await PipelineUnderTest.OpenAsync(_folder);
        await test.Pipeline.CloseAsync(test.Stream);

        await Should.ThrowAsync<ObjectDisposedException>(() => test.SubmitAsync(SampleEvents.Flow(1)));
    }
}
