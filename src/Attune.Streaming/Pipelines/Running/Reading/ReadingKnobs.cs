using Attune.Tuning;

namespace Attune.Streaming.Pipelines.Running.Reading;

/// <summary>Batch size and flush delay of a pipeline: its options, or the tunables <c>streaming.NAME.batch_size</c> and <c>streaming.NAME.flush_delay</c> that begin with them.</summary>
internal sealed class ReadingKnobs
{
    private readonly Tunable? _batchSize;
    private readonly Tunable? _flushDelay;
    private readonly PipelineOptions _options;

    public ReadingKnobs(string pipeline, PipelineOptions options)
    {
        _options = options;
        if (options.Tunables is { } registry)
        {
            var name = pipeline.ToLowerInvariant();
            _batchSize = FindOrRegister(registry, new TunableDefinition
            {
                Name = $"streaming.{name}.batch_size", Unit = "events", Description = "Most events that the pipeline reads at once.",
                Minimum = 1, Maximum = 100_000, Default = options.BatchSize,
            });
            _flushDelay = FindOrRegister(registry, new TunableDefinition
            {
                Name = $"streaming.{name}.flush_delay", Unit = "ms", Description = "Longest time that events of the pipeline wait for company in a batch.",
                Minimum = 0, Maximum = 10_000, Default = options.FlushDelay.TotalMilliseconds,
            });
        }
    }

    public int BatchSize => _batchSize?.IntValue ?? _options.BatchSize;

    public TimeSpan FlushDelay => _flushDelay is { } delay ? TimeSpan.FromMilliseconds(delay.Value) : _options.FlushDelay;

    /// <summary>A pipeline that is started again finds the knobs of its earlier run, as they were left.</summary>
    private static Tunable FindOrRegister(TunableRegistry registry, TunableDefinition definition)
    {
        if (registry.Find(definition.Name) is { } known)
        {
            return known;
        }

        try
        {
            return registry.Register(definition);
        }
        catch (ArgumentException) when (registry.Find(definition.Name) is { } registered)
        {
            return registered;
        }
    }
}
