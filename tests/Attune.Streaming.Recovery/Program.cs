using Attune.Streaming.Checkpoints;
using Attune.Streaming.Pipelines;
using Attune.Streaming.Pipelines.Sinks;
using Attune.Streaming.Recovery;

// Arguments: folder, "append" or "parts", partitions, number of events, "paced" to be killed or "end" to run to the end.
var (folder, partitions, count, isPaced) = (args[0], int.Parse(args[2]), long.Parse(args[3]), args[4] == "paced");
ISink<RecoveryPane> sink = args[1] == "parts" ? new PartFileSink(folder) : new AppendLogSink(Path.Combine(folder, "log"));
await RecoveryPipeline.Build(new PacedSource(RecoveryPipeline.Source(count), isPaced), sink).RunAsync(new PipelineOptions
{
    Partitions = partitions,
    BatchSize = isPaced ? 200 : 2000,
    FlushDelay = TimeSpan.Zero,
    CheckpointInterval = TimeSpan.FromMilliseconds(isPaced ? 10 : 200),
    Checkpoints = new FolderCheckpointStore(Path.Combine(folder, "checkpoints")),
});
Console.WriteLine("end");
