using Attune.Measurement;

namespace Attune.Lab.Load;

/// <summary>What a load run did and saw.</summary>
public sealed record LoadResult
{
    /// <summary>The scenario's name.</summary>
    public required string Name { get; init; }

    /// <summary>Where the load went, without user info.</summary>
    public required string Target { get; init; }

    /// <summary><c>http1</c>, <c>http2</c>, <c>websocket</c> or <c>mcp</c>.</summary>
    public required string Protocol { get; init; }

    /// <summary>The model in words, for example <c>open, 2,000/s for 30 s</c> or <c>closed, 64 users</c>.</summary>
    public required string Model { get; init; }

    /// <summary>When the first request was due.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>From the first due request to the last answer, and in the open model at least to the end of its time; without warm-up.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Connections that were open at most.</summary>
    public required int Connections { get; init; }

    /// <summary>Requests that got an outcome: <see cref="Succeeded"/> + <see cref="Failed"/>.</summary>
    public long Requests => Succeeded + Failed;

    /// <summary>Requests whose answer came and passed every check.</summary>
    public required long Succeeded { get; init; }

    /// <summary>Requests without an answer in time, with an error, or whose answer failed a check; by cause in <see cref="Errors"/>.</summary>
    public required long Failed { get; init; }

    /// <summary>Requests of the open model that were due but never sent, because the run ended or the backlog was full. Not in <see cref="Requests"/>; a run with any did not offer its rate.</summary>
    public required long NotSent { get; init; }

    /// <summary>Share of <see cref="Requests"/> that succeeded, from 0 to 1; 0 without requests.</summary>
    public double SuccessRate => Requests == 0 ? 0 : (double)Succeeded / Requests;

    /// <summary>Answers a second over <see cref="Duration"/>, whatever they said; a refused connection or a time-out is none.</summary>
    public double RequestsPerSecond => Duration > TimeSpan.Zero ? Latency.Count / Duration.TotalSeconds : 0;

    /// <summary>Due requests a second that the open model asked for, mean over the run; null for the closed model.</summary>
    public required double? OfferedRate { get; init; }

    /// <summary>Bytes sent, with headers, without TLS and TCP.</summary>
    public required long BytesSent { get; init; }

    /// <summary>Bytes received, with headers, without TLS and TCP.</summary>
    public required long BytesReceived { get; init; }

    /// <summary>Time from the intended start to the end of the answer, in seconds, of all requests that got an answer. Not subject to coordinated omission in the open model.</summary>
    public required HistogramSnapshot Latency { get; init; }

    /// <summary>Time from the actual sending to the end of the answer, in seconds: what a closed-loop tool would report.</summary>
    public required HistogramSnapshot ServiceTime { get; init; }

    /// <summary>Time of one part of a request, in seconds, by name: <c>connect</c>, <c>tls</c>, <c>wait</c> (sent to first byte), <c>receive</c>. Parts that did not occur are absent.</summary>
    public required IReadOnlyDictionary<string, HistogramSnapshot> Phases { get; init; }

    /// <summary>The run second by second.</summary>
    public required IReadOnlyList<LoadInterval> Timeline { get; init; }

    /// <summary>Failures by cause, for example <c>status 503</c>, <c>timeout</c>, <c>connection refused</c>, <c>check: body contains "ok"</c>.</summary>
    public required IReadOnlyDictionary<string, long> Errors { get; init; }

    /// <summary>Answers by status, for example <c>200</c>; empty for protocols without one.</summary>
    public required IReadOnlyDictionary<string, long> Statuses { get; init; }

    /// <summary>How each threshold came out.</summary>
    public required IReadOnlyList<ThresholdResult> Thresholds { get; init; }

    /// <summary>CPU time of the load generator's process during the run.</summary>
    public required TimeSpan ClientCpu { get; init; }

    /// <summary>Why the run ended before its time; null if it did not.</summary>
    public required string? AbortReason { get; init; }

    /// <summary>Whether every threshold was kept and the run was not aborted.</summary>
    public bool Passed => AbortReason is null && Thresholds.All(threshold => threshold.Passed);
}
