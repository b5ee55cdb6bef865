using System.Net;

namespace Attune.Lab.Load;

/// <summary>A scenario made ready to run: target resolved, templates read, schedule known.</summary>
internal sealed class LoadPlan
{
    private readonly double[] _cumulativeWeights;

    public LoadPlan(LoadScenario scenario, IPEndPoint endpoint)
    {
        Scenario = scenario;
        Endpoint = endpoint;
        var data = scenario.DataFile.Length > 0 ? DataFileReader.Read(scenario.DataFile) : null;
        IList<LoadRequest> requests = scenario.Requests.Count > 0 ? scenario.Requests : [new LoadRequest()];
        Requests = [.. requests.Select((request, i) => new PlannedRequest(scenario, request, data, scenario.Requests.Count > 0 ? $"requests[{i}]." : ""))];
        _cumulativeWeights = new double[Requests.Length];
        var sum = 0.0;
        for (var i = 0; i < Requests.Length; i++)
        {
            _cumulativeWeights[i] = sum += Requests[i].Weight;
        }

        var stages = scenario.Model.Stages;
        Curve = new RateCurve(scenario.Warmup > TimeSpan.Zero ? [LoadStage.Hold(Math.Max(1, stages[0].From), scenario.Warmup), .. stages] : stages);
    }

    public LoadScenario Scenario { get; }

    /// <summary>The address that was checked; the only one to connect to.</summary>
    public IPEndPoint Endpoint { get; }

    public PlannedRequest[] Requests { get; }

    /// <summary>Load over time, warm-up first.</summary>
    public RateCurve Curve { get; }

    public bool IsOpen => Scenario.Model is OpenModel;

    public bool IsTls => Scenario.Target!.Scheme is "https" or "wss";

    /// <summary>Most users or connections at a time.</summary>
    public int Slots => Scenario switch
    {
        { Model: ClosedModel closed } => (int)closed.Peak,
        { Protocol: LoadProtocol.Http2 } => Scenario.Connections * Scenario.Streams,
        _ => Scenario.Connections,
    };

    public RequestRandom RandomOf(long sequence) => new(Scenario.Seed, sequence);

    public PlannedRequest Choose(ref RequestRandom random)
    {
        if (Requests.Length == 1)
        {
            return Requests[0];
        }

        var place = Array.BinarySearch(_cumulativeWeights, random.NextDouble() * _cumulativeWeights[^1]);
        return Requests[Math.Min(place < 0 ? ~place : place + 1, Requests.Length - 1)];
    }

    /// <summary>A worker's share of the arrivals; only for open models.</summary>
    public ArrivalSchedule Arrivals(int first = 0, int stride = 1) =>
        new(Curve, ((OpenModel)Scenario.Model).Arrivals, Scenario.Seed, Scenario.MaxRequests, first, stride);
}
