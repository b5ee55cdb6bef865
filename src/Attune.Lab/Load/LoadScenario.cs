using System.ComponentModel.DataAnnotations;

namespace Attune.Lab.Load;

/// <summary>What a load test does: where it goes, how much, with which requests, and what has to come of it.</summary>
/// <example><code>
/// var scenario = new LoadScenario
/// {
///     Target = new Uri("http://127.0.0.1:8787/health"),
///     Model = OpenModel.At(2000, TimeSpan.FromSeconds(30)),
///     Thresholds = [LoadThreshold.Parse("p95 &lt; 500ms")],
/// };
/// LoadResult result = await LoadRunner.RunAsync(scenario);
/// </code></example>
public sealed class LoadScenario
{
    /// <summary>Name of the run in results. Default <c>load</c>.</summary>
    public string Name { get; set; } = "load";

    /// <summary>Scheme, host and port, and the path of requests that name none. http or https; for WebSockets also ws or wss.</summary>
    public Uri? Target { get; set; }

    /// <summary>How requests travel. Default HTTP/1.1.</summary>
    public LoadProtocol Protocol { get; set; } = LoadProtocol.Http1;

    /// <summary>Connections of the open model, and of HTTP/2 in both models; a closed model otherwise has one for each user. Default 64, from 1 to 10,000.</summary>
    [Range(1, 10_000)]
    public int Connections { get; set; } = 64;

    /// <summary>HTTP/2: most requests at a time on one connection. Default 8, from 1 to 100.</summary>
    [Range(1, 100)]
    public int Streams { get; set; } = 8;

    /// <summary>Longest time for one request, from sending to the end of its answer, and for opening a connection. Default 10 s, from 1 ms to 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Most requests in all, warm-up included; the run ends with the last of them. Default 100,000,000, from 1 to 100,000,000,000.</summary>
    [Range(1L, 100_000_000_000L)]
    public long MaxRequests { get; set; } = 100_000_000;

    /// <summary>Longest time of sending, warm-up included; the last answers are waited for up to <see cref="Timeout"/> more. Default 1 h, from 1 ms to 24 h.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan MaxDuration { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Time at the first stage's load before anything counts. Default 0, to 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan Warmup { get; set; }

    /// <summary>How load comes about. Default closed, 10 users for 10 s.</summary>
    public LoadModel Model { get; set; } = ClosedModel.Of(10, TimeSpan.FromSeconds(10));

    /// <summary>What is sent; each time one is chosen by weight. One GET of the target when empty.</summary>
    public IList<LoadRequest> Requests { get; set; } = [];

    /// <summary>Header fields of every request.</summary>
    public IDictionary<string, string> Headers { get; set; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>File with rows for <c>{{data.COLUMN}}</c>: CSV with a header line, or JSON lines; taken in turn. None when empty.</summary>
    public string DataFile { get; set; } = "";

    /// <summary>What every answer has to fulfil. A status outside 200 to 399 is a failure unless a check names statuses.</summary>
    public IList<LoadCheck> Checks { get; set; } = [];

    /// <summary>What the whole run has to fulfil.</summary>
    public IList<LoadThreshold> Thresholds { get; set; } = [];

    /// <summary>Whether a threshold that is not kept ends the run. Default false.</summary>
    public bool AbortOnFail { get; set; }

    /// <summary>Time before thresholds are looked at while running. Default 5 s, from 1 s to 1 h.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan AbortGrace { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether load may go to other machines. Default false: every address of the host must be a loopback address.</summary>
    public bool AllowRemote { get; set; }

    /// <summary>Whether certificates are taken as they come. Default false.</summary>
    public bool InsecureTls { get; set; }

    /// <summary>Seed of everything random: arrivals, choice of requests, think times, templates. Default 1.</summary>
    public int Seed { get; set; } = 1;

    /// <summary>Threads that send HTTP/1.1 requests on Linux. Default 0: one for each processor, at most 8. To 64.</summary>
    [Range(0, 64)]
    public int Workers { get; set; }

    /// <summary>Reads a scenario from a YAML file; its data file lies in the same folder or below.</summary>
    /// <exception cref="LoadException">The file cannot be read or something in it is not allowed; the message names line and key.</exception>
    public static LoadScenario FromYamlFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return ScenarioReader.ReadFile(path);
    }

    /// <summary>Reads a scenario from YAML text.</summary>
    /// <param name="yaml">The text.</param>
    /// <param name="folder">Folder of its data file, which must lie there or below.</param>
    /// <exception cref="LoadException">Something in the text is not allowed; the message names line and key.</exception>
    public static LoadScenario FromYaml(string yaml, string folder = ".")
    {
        ArgumentNullException.ThrowIfNull(yaml);
        return ScenarioReader.Read(yaml, folder, "scenario");
    }

    /// <summary>Checks everything that can be checked without the network.</summary>
    /// <exception cref="LoadException">A field is not allowed; the message names it and its range.</exception>
    public void Validate() => ScenarioValidation.Validate(this);
}
