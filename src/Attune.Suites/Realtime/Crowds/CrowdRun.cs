using Attune.Suites.Realtime.Listeners;

namespace Attune.Suites.Realtime.Crowds;

/// <summary>What came of publishing to a crowd.</summary>
/// <param name="Report">What the clients received.</param>
/// <param name="Clients">Clients that were to receive.</param>
/// <param name="Messages">Messages of each.</param>
/// <param name="Cpu">Processor time of the server's process, user and system, from the first publication to the last receipt.</param>
/// <param name="ListenerCpu">That of the clients' process.</param>
/// <param name="Elapsed">How long that was.</param>
internal sealed record CrowdRun(ListenerReport Report, int Clients, int Messages, TimeSpan Cpu, TimeSpan ListenerCpu, TimeSpan Elapsed)
{
    /// <summary>What the idle clients added to the server's resident memory, in bytes.</summary>
    public long IdleMemory { get; init; }

    /// <summary>Idle clients.</summary>
    public int Idle { get; init; }

    /// <summary>Resident memory of the server at the end, in bytes.</summary>
    public long Memory { get; init; }

    /// <summary>Messages that were delivered; where only some of the clients look, as many for each of the others.</summary>
    public double Deliveries => Report.Received * ((double)Clients / Report.Readers);

    /// <summary>Share of all messages that were delivered.</summary>
    public double Delivered => Report.Received / ((double)Messages * Report.Readers);

    /// <summary>Messages delivered for each second of the server's processor time.</summary>
    public double DeliveriesPerCpuSecond => Deliveries / Math.Max(Cpu.TotalSeconds, 0.01);
}
