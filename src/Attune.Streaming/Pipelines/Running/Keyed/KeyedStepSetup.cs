using Attune.Streaming.Pipelines.Running.Meters;
using Attune.Streaming.Pipelines.Running.Steps;

namespace Attune.Streaming.Pipelines.Running.Keyed;

/// <summary>What a step with state is given when the pipeline is built.</summary>
/// <param name="Context">What it knows of the pipeline.</param>
/// <param name="Workers">Workers that share the keys.</param>
/// <param name="Meter">Figures of the run.</param>
/// <param name="Stage">Figures of the stage.</param>
/// <param name="Restored">States of its workers in the checkpoint that the run goes on from.</param>
/// <param name="Late">Takes late events, shared by all workers; null for none.</param>
internal sealed record KeyedStepSetup<T>(
    StepContext Context, int Workers, PipelineMeter Meter, StageMeter Stage, IReadOnlyList<ReadOnlyMemory<byte>> Restored, SharedSink<T>? Late = null);
