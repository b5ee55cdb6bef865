using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Attune.Streaming.Declarative.Rows;
using Attune.Streaming.Windows;

namespace Attune.Streaming.Declarative.Results;

/// <summary>Writes panes as JSON: the key's fields, the window, which pane it is, and the aggregates. May be used by several threads.</summary>
internal sealed class PaneWriter(IReadOnlyList<string> keys, IReadOnlyList<AggregateOutput> outputs, bool hasWindows)
{
    private static readonly JsonWriterOptions Options = new() { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [ThreadStatic]
    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Writer)? _scratch;

    private readonly JsonEncodedText[] _keys = [.. keys.Select(Encoded)];
    private readonly (JsonEncodedText Name, int Part, Action<Utf8JsonWriter, object?> Write)[] _outputs =
        [.. outputs.Select(output => (Encoded(output.Name), output.Part, output.Write))];

    public OutputRecord Write(Pane<RowKey, object?[]> pane)
    {
        var (buffer, writer) = _scratch ??= Scratch();
        buffer.ResetWrittenCount();
        writer.Reset();
        writer.WriteStartObject();
        for (var i = 0; i < _keys.Length; i++)
        {
            writer.WritePropertyName(_keys[i]);
            pane.Key[i].WriteTo(writer);
        }

        if (hasWindows)
        {
            writer.WriteString(PaneFields.Start, pane.Window.Start);
            writer.WriteString(PaneFields.End, pane.Window.End);
        }

        writer.WriteNumber(PaneFields.Pane, pane.Index);
        writer.WriteString(PaneFields.Timing, pane.Timing switch { PaneTiming.Early => "early", PaneTiming.OnTime => "on-time", _ => "late" });
        writer.WriteBoolean(PaneFields.Final, pane.IsFinal);
        if (pane.IsRetraction)
        {
            writer.WriteBoolean(PaneFields.Retraction, true);
        }

        foreach (var (name, part, write) in _outputs)
        {
            writer.WritePropertyName(name);
            write(writer, pane.Value[part]);
        }

        writer.WriteEndObject();
        writer.Flush();
        return new OutputRecord(pane.Key, buffer.WrittenSpan.ToArray());
    }

    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Writer) Scratch()
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        return (buffer, new Utf8JsonWriter(buffer, Options));
    }

    private static JsonEncodedText Encoded(string name) => JsonEncodedText.Encode(name, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
}
