using System.Runtime.InteropServices;

namespace Attune.Suites.Streaming.Kafka;

/// <summary>An event on its way through Kafka.</summary>
/// <param name="Number">Its place in the run, from 0.</param>
/// <param name="Key">What it is counted by.</param>
/// <param name="Amount">What is summed up.</param>
/// <param name="Due">Timestamp of the stopwatch at which it was to be sent.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct KafkaEvent(int Number, int Key, double Amount, long Due);
