using System.Text.Json;
using System.Text.Json.Serialization;
using Attune.Server.Metrics;

namespace Attune.Server;

/// <summary>Serialisation of what is written outside of HTTP responses.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(MetricsSample))]
internal sealed partial class ServerJson : JsonSerializerContext;
