using System.Buffers;
using System.Net.Mime;
using System.Text.Json;
using Attune.Storage;
using Microsoft.AspNetCore.Http;

namespace Attune.Server.Api;

/// <summary>Answers with <c>{"items":[…],"next":cursor}</c>, the items written by the code that also writes them for WebSockets.</summary>
internal static class JsonPage
{
    public static IResult Of<T>(Page<T> page, Action<Utf8JsonWriter, T> write)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartArray("items");
            foreach (var item in page.Items)
            {
                write(json, item);
            }

            json.WriteEndArray();
            json.WriteString("next", page.Next);
            json.WriteEndObject();
        }

        return Results.Bytes(buffer.WrittenMemory, MediaTypeNames.Application.Json);
    }
}
