using Attune.Events;

namespace Attune.Streaming.Sources;

/// <summary>Collects events until a batch is full.</summary>
internal sealed class BatchBuilder(int size)
{
    private List<Flow> _flows = [];
    private List<TextEvent> _texts = [];
    private List<DeadLetter> _letters = [];

    public bool IsFull => _flows.Count + _texts.Count + _letters.Count >= size;

    public bool IsEmpty => Units == 0 && _flows.Count + _texts.Count + _letters.Count == 0;

    public int Units { get; set; }

    public int UnitsParsed { get; set; }

    public int ReceivedLines { get; set; }

    public void Add(Flow flow) => _flows.Add(flow);

    public void Add(TextEvent text) => _texts.Add(text);

    public void Add(DeadLetter letter) => _letters.Add(letter);

    public void Add(IEnumerable<Flow> flows) => _flows.AddRange(flows);

    public void Add(IEnumerable<DeadLetter> letters) => _letters.AddRange(letters);

    /// <summary>Hands the batch over and starts the next.</summary>
    public SourceBatch Take(DateTime? watermark)
    {
        var batch = new SourceBatch
        {
            Flows = _flows, Texts = _texts, DeadLetters = _letters, Watermark = watermark,
            Units = Units, UnitsParsed = UnitsParsed, ReceivedLines = ReceivedLines,
        };
        (_flows, _texts, _letters, Units, UnitsParsed, ReceivedLines) = ([], [], [], 0, 0, 0);
        return batch;
    }
}
