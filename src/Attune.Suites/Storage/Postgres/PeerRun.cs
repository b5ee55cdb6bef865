using Attune.Suites.Workloads;

namespace Attune.Suites.Storage.Postgres;

/// <summary>What a peer is given for one measurement.</summary>
/// <param name="Flows">Where its rows come from.</param>
/// <param name="Folder">Where it may write files.</param>
/// <param name="CancellationToken">Stops it.</param>
internal sealed record PeerRun(FlowSequence Flows, string Folder, CancellationToken CancellationToken);
