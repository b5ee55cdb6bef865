using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;
using Attune.Events;
using Attune.Storage;
using Attune.Streaming.Json;

namespace Attune.Server.Api;

/// <summary>Reads the body of an ingest request: a JSON array, one JSON object, or one object a line. All of it is good, or none is used.</summary>
internal sealed class EventBody(DateTime latest, int maxEvents)
{
    /// <summary>Errors after which reading ends: the request is refused anyway.</summary>
    private const int MaxErrors = 50;

    private readonly EventJsonParser _parser = new(latest);
    private readonly Dictionary<string, int> _occurrences = new(StringComparer.Ordinal);
    private readonly List<Flow> _flows = [];
    private readonly List<TextEvent> _texts = [];

    public List<object> Errors { get; } = [];

    public int ErrorCount { get; private set; }

    public int Count { get; private set; }

    public EventBatch ToBatch(string stream) => new(stream, _flows, _texts, []);

    public void ReadJson(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind != JsonValueKind.Array)
            {
                Add(document.RootElement);
                return;
            }

            foreach (var element in document.RootElement.EnumerateArray())
            {
                if (IsFull)
                {
                    break;
                }

                Add(element);
            }
        }
        catch (JsonException error)
        {
            Fail(0, "", $"not valid JSON at line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}");
        }
    }

    public void ReadLines(ReadOnlyMemory<byte> body)
    {
        while (body.Length > 0 && !IsFull)
        {
            var end = body.Span.IndexOf((byte)'\n');
            var line = end < 0 ? body : body[..end];
            body = end < 0 ? default : body[(end + 1)..];
            if (line.Span.Trim(" \t\r"u8).Length == 0)
            {
                continue;
            }

            try
            {
                using var document = JsonDocument.Parse(line);
                Add(document.RootElement);
            }
            catch (JsonException error)
            {
                Fail(Count++, "", $"not valid JSON at byte {error.BytePositionInLine + 1} of the line");
            }
        }
    }

    private void Add(JsonElement element)
    {
        var index = Count++;
        if (Count > maxEvents)
        {
            Fail(index, "", $"there are more than {maxEvents} events in one request");
            return;
        }

        if (!Utf8.IsValid(JsonMarshal.GetRawUtf8Value(element)))
        {
            Fail(index, "", "the event is not valid UTF-8");
            return;
        }

        // The same content twice in one request is two events; the same request sent again is the same two.
        var raw = element.GetRawText();
        var occurrence = _occurrences[raw] = _occurrences.GetValueOrDefault(raw) + 1;
        var parsed = _parser.Parse(element, $"http:{occurrence}");
        foreach (var error in parsed.Errors)
        {
            Fail(index, error.Field, error.Message);
        }

        if (parsed.Flow is { } flow)
        {
            _flows.Add(flow);
        }
        else if (parsed.Text is { } text)
        {
            _texts.Add(text);
        }
    }

    private bool IsFull => ErrorCount >= MaxErrors || Count > maxEvents;

    private void Fail(int index, string field, string message)
    {
        ErrorCount++;
        Errors.Add(new { index, field, message });
    }
}
