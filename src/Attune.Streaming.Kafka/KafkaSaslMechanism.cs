namespace Attune.Streaming.Kafka;

/// <summary>How a client proves who it is (<c>sasl.mechanism</c>).</summary>
public enum KafkaSaslMechanism
{
    /// <summary>User and password as they are; only sensible inside TLS.</summary>
    Plain,

    /// <summary>Salted challenge and response with SHA-256 (RFC 5802, RFC 7677).</summary>
    ScramSha256,

    /// <summary>Salted challenge and response with SHA-512.</summary>
    ScramSha512,
}
