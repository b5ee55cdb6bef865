namespace Attune.Streaming.Kafka;

/// <summary>How a connection to a broker is protected (<c>security.protocol</c>).</summary>
public enum KafkaSecurity
{
    /// <summary>Neither encryption nor a login. For loopback and closed networks only.</summary>
    Plaintext,

    /// <summary>TLS; the client may show a certificate.</summary>
    Ssl,

    /// <summary>A login without encryption: with <see cref="KafkaSaslMechanism.Plain"/> the password crosses the network readable.</summary>
    SaslPlaintext,

    /// <summary>A login inside TLS.</summary>
    SaslSsl,
}
