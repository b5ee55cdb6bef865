using System.ComponentModel.DataAnnotations;

namespace Attune.Lab.Load;

/// <summary>One kind of request of a scenario.</summary>
/// <remarks>
/// Path, header values and body may hold <c>{{data.COLUMN}}</c>, <c>{{seq}}</c>, <c>{{uuid}}</c> and <c>{{random 1 100}}</c>. What is put
/// in is escaped for its place: percent-encoded in a path, JSON-escaped in a JSON body.
/// </remarks>
public sealed class LoadRequest
{
    /// <summary>Name in messages; method and path when empty.</summary>
    public string Name { get; set; } = "";

    /// <summary>HTTP method. Default GET.</summary>
    [RegularExpression("[A-Za-z]{1,20}", ErrorMessage = "must be an HTTP method such as GET or POST")]
    public string Method { get; set; } = "GET";

    /// <summary>Path and query, from the root of the host; the target's own when empty.</summary>
    public string Path { get; set; } = "";

    /// <summary>Header fields, besides those of the scenario.</summary>
    public IDictionary<string, string> Headers { get; set; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Body of an HTTP request or text of a WebSocket message; null for none.</summary>
    public string? Body { get; set; }

    /// <summary>MCP: name of the tool to call.</summary>
    public string Tool { get; set; } = "";

    /// <summary>MCP: the tool's arguments, a JSON object.</summary>
    public string Arguments { get; set; } = "{}";

    /// <summary>WebSocket: what follows the message. Default reply.</summary>
    public AnswerExpectation Expect { get; set; } = AnswerExpectation.Reply;

    /// <summary>How often this request is chosen, relative to the others. Default 1, from 0.001 to 1,000,000.</summary>
    [Range(0.001, 1_000_000)]
    public double Weight { get; set; } = 1;

    /// <summary>What its answers have to fulfil, besides the scenario's own checks.</summary>
    public IList<LoadCheck> Checks { get; set; } = [];
}
