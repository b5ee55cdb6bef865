using Attune.Events;
using Attune.Streaming.Watermarks;

namespace Attune.Streaming.Sources;

/// <summary>Collects events until a batch is full.</summary>
internal sealed class BatchBuilder(StreamingOptions options)
{
    private readonly WatermarkTrail _watermarks = new(options.WindowSize);
    private List<Flow> _flows = [];
    private List<TextEvent> _texts = [];
    private List<DeadLetter> _letters = [];

    public bool IsFull => _flows.Count + _texts.Count + _letters.Count >= options.BatchSize;

    public bool IsEmpty => Units == 0 && _flows.Count + _texts.Count + _letters.Count == 0;

    public int Units { get; set; }

    public int UnitsParsed { get; set; }

    public int ReceivedLines { get; set; }

    public void Add(Flow flow) => _flows.Add(flow);

    public void Add(TextEvent text) => _texts.Add(text);

    public void Add(DeadLetter letter) => _letters.Add(letter);

    public void Add(IEnumerable<Flow> flows) => _flows.AddRange(flows);

    public void Add(IEnumerable<DeadLetter> letters) => _letters.AddRange(letters);

    /// <summary>No event before this instant will follow.</summary>
    public void Advance(DateTime watermark) => _watermarks.Advance(watermark, _flows.Count, _texts.Count);

    /// <summary>Hands the batch over and starts the next.</summary>
    public SourceBatch Take()
    {
        var batch = new SourceBatch
        {
            Flows = _flows, Texts = _texts, DeadLetters = _letters, Watermarks = _watermarks.Take(_flows.Count, _texts.Count),
            Units = Units, UnitsParsed = UnitsParsed, ReceivedLines = ReceivedLines,
        };
        (_flows, _texts, _letters, Units, UnitsParsed, ReceivedLines) = ([], [], [], 0, 0, 0);
        return batch;
    }
}
