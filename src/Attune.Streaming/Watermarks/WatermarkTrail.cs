using Attune.Streaming.Windows;

namespace Attune.Streaming.Watermarks;

/// <summary>
/// Notes where in a batch the watermark passes the end of a window, so that what is late does not depend on how events are cut into batches.
/// </summary>
public sealed class WatermarkTrail(TimeSpan windowSize)
{
    private readonly TumblingWindows _windows = new(windowSize);
    private List<WatermarkMark> _marks = [];
    private DateTime _watermark = DateTime.MinValue;
    private DateTime _windowStart = DateTime.MinValue;

    /// <summary>Moves the watermark on; one that goes back is ignored.</summary>
    /// <param name="watermark">No event before this instant will follow.</param>
    /// <param name="flows">Flows of the batch so far.</param>
    /// <param name="texts">Texts of the batch so far.</param>
    public void Advance(DateTime watermark, int flows, int texts)
    {
        if (watermark <= _watermark)
        {
            return;
        }

        _watermark = watermark;
        if (_windows.WindowOf(watermark).Start is var start && start > _windowStart)
        {
            _windowStart = start;
            _marks.Add(new WatermarkMark(flows, texts, watermark));
        }
    }

    /// <summary>The marks of a batch that ends here, and the beginning of the next.</summary>
    public IReadOnlyList<WatermarkMark> Take(int flows, int texts)
    {
        var marks = _marks;
        _marks = [];
        if (_watermark > DateTime.MinValue && (marks.Count == 0 || marks[^1].Time < _watermark))
        {
            marks.Add(new WatermarkMark(flows, texts, _watermark));
        }

        return marks;
    }
}
