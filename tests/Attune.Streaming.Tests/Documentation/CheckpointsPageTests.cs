using Attune.Streaming.Checkpoints;
using Attune.Streaming.Pipelines;
using Attune.Streaming.Pipelines.Sinks;
using Attune.Streaming.Recovery;
using Attune.Testing;

namespace Attune.Streaming.Tests.Documentation;

/// <summary>The C# of the page stands here too, line for line, and runs.</summary>
public sealed class CheckpointsPageTests
{
    [Fact]
    public void CSharp_OfThePage_IsCompiledHere() => PageCode.FindUncompiled("checkpoints.md", "Attune.Streaming.Tests").ShouldBeEmpty();

    [Fact]
    public async Task Example_OfThePage_LeavesItsCheckpointsInTheFolder()
    {
        using var temporary = new TemporaryFolder();
        var folder = temporary.Path;
        var pipeline = RecoveryPipeline.Build(RecoveryPipeline.Source(long.MaxValue), new NullSink<RecoveryPane>());
        var options = new PipelineOptions
        {
            Checkpoints = new FolderCheckpointStore(folder),
            CheckpointInterval = TimeSpan.FromSeconds(10),
        };
        await using var run = await pipeline.StartAsync(options);
        long number = await run.CheckpointAsync();
        await run.StopAsync();

        number.ShouldBeGreaterThan(0);
        File.Exists(temporary.File($"{RecoveryPipeline.Name}/{number}.checkpoint")).ShouldBeTrue();
        Directory.GetFiles(temporary.File(RecoveryPipeline.Name)).Length.ShouldBe(2);
    }
}
