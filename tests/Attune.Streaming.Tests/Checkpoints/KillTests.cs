using Attune.Streaming.Pipelines.Sinks;
using Attune.Streaming.Recovery;
using Attune.Testing;

namespace Attune.Streaming.Tests.Checkpoints;

/// <summary>kill -9 at random moments: the results of all runs together are those of one that nobody disturbed.</summary>
public sealed class KillTests : IDisposable
{
    private const long Events = 1_000_000;
    private readonly TemporaryFolder _folder = new();
    private readonly Random _random = new(20260401);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Pipeline_Killed50Times_GivesTheResultsOfAnUndisturbedRun()
    {
        await KillAsync("append", 50);
        var expected = (await UndisturbedAsync()).ToDictionary(each => each.Id, each => each.Value);
        AppendLogSink.Read(_folder.File("log")).ShouldBeSameAs(expected);
    }

    [Fact]
    public async Task Pipeline_WithATransactionalSinkKilled25Times_WritesEachResultOnce()
    {
        await KillAsync("parts", 25);
        var results = PartFileSink.Read(_folder.Path);
        results.Select(each => each.Id).Distinct().Count().ShouldBe(results.Count, "no result is there twice");
        results.ToDictionary(each => each.Id, each => each.Value).ShouldBeSameAs((await UndisturbedAsync()).ToDictionary(each => each.Id, each => each.Value));
    }

    private static async Task<IReadOnlyList<RecoveryPane>> UndisturbedAsync()
    {
        var sink = new CollectSink<RecoveryPane>();
        await RecoveryPipeline.Build(RecoveryPipeline.Source(Events), sink).RunAsync();
        sink.Items.Count.ShouldBeGreaterThan((int)(Events / 1000 * RecoveryEvent.Keys), "a pane for each key and second at least");
        return sink.Items;
    }

    private async Task KillAsync(string sink, int kills)
    {
        var positions = new List<long>();
        for (var kill = 0; kill < kills; kill++)
        {
            using var program = Start(sink, "paced");
            if (kill % 5 == 4)
            {
                // Perhaps before it has begun at all.
                await Task.Delay(_random.Next(0, 200));
            }
            else
            {
                // At any moment after it has got on.
                var before = Newest(sink);
                await program.OpenedAsync();
                await Eventually.TrueAsync(() => Newest(sink) > before, "a checkpoint of this run counts");
                await Task.Delay(_random.Next(0, 100));
            }

            await program.KillAsync();
            positions.AddRange(program.OpenedAt is { } position ? [position] : []);
        }

        using (var last = Start(sink, "end"))
        {
            await last.EndedAsync();
            positions.Add(last.OpenedAt!.Value);
        }

        positions.SequenceEqual(positions.Order()).ShouldBeTrue("no run begins before the one that was killed");
        positions.Count(position => position > 0).ShouldBeGreaterThan(kills / 2, "most runs go on from a checkpoint");
        positions.Distinct().Count().ShouldBeGreaterThan(kills / 3, "most runs get on");
        positions[^1].ShouldBeLessThan(Events, "the last run has something left to do");
    }

    /// <summary>Number of the newest checkpoint that counts: that is on the disk, or that the sink has committed.</summary>
    private long Newest(string sink)
    {
        var folder = sink == "parts" ? _folder.Path : _folder.File($"checkpoints/{RecoveryPipeline.Name}");
        return Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, sink == "parts" ? "*.part" : "*.checkpoint").Select(path => long.Parse(Path.GetFileNameWithoutExtension(path))).DefaultIfEmpty().Max()
            : 0;
    }

    private RecoveryProgram Start(string sink, string mode) => RecoveryProgram.Start(_folder.Path, sink, $"{_random.Next(1, 4)}", $"{Events}", mode);
}
