using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Attune.Configuration;
using Attune.Streaming.Kafka.Connections;

namespace Attune.Streaming.Kafka;

/// <summary>How to reach a Kafka cluster, and with which settings (section <c>kafka</c>).</summary>
public sealed class KafkaOptions
{
    /// <summary>Brokers to begin with, <c>host:port</c>, separated by commas. No default.</summary>
    [Description("Brokers to begin with, host:port, separated by commas.")]
    public string BootstrapServers { get; set; } = "";

    /// <summary>Name that brokers show in their logs and quotas. Default <c>attune</c>, 1 to 255 characters.</summary>
    [Required, StringLength(255, MinimumLength = 1)]
    [Description("Name that brokers show in their logs and quotas.")]
    public string ClientId { get; set; } = "attune";

    /// <summary>Settings to start from. Default <see cref="KafkaProfile.Durable"/>; see <see cref="KafkaProfile"/> for what the others give up.</summary>
    [Description("Settings to start from: durable, high_throughput (may lose or double records) or low_latency (may lose records).")]
    public KafkaProfile Profile { get; set; } = KafkaProfile.Durable;

    /// <summary>How connections are protected. Default none.</summary>
    [Description("How connections are protected: plaintext, ssl, sasl_plaintext or sasl_ssl.")]
    public KafkaSecurity Security { get; set; } = KafkaSecurity.Plaintext;

    /// <summary>How the client logs in. Default SCRAM with SHA-512; used with <see cref="KafkaSecurity.SaslSsl"/> and <see cref="KafkaSecurity.SaslPlaintext"/>.</summary>
    [Description("How the client logs in: plain, scram_sha256 or scram_sha512.")]
    public KafkaSaslMechanism SaslMechanism { get; set; } = KafkaSaslMechanism.ScramSha512;

    /// <summary>User of the login.</summary>
    [Description("User of the login.")]
    public string? Username { get; set; }

    /// <summary>Password of the login. Never logged or shown.</summary>
    [Secret]
    [Description("Password of the login.")]
    public string? Password { get; set; }

    /// <summary>File or folder of the certificates to trust, PEM. Default: the system's.</summary>
    [Description("File or folder of the certificates to trust, PEM; the system's when empty.")]
    public string? SslCaLocation { get; set; }

    /// <summary>File of the client's own certificate, PEM.</summary>
    [Description("File of the client's own certificate, PEM.")]
    public string? SslCertificateLocation { get; set; }

    /// <summary>File of the client's private key, PEM.</summary>
    [Description("File of the client's private key, PEM.")]
    public string? SslKeyLocation { get; set; }

    /// <summary>Password of the private key. Never logged or shown.</summary>
    [Secret]
    [Description("Password of the private key.")]
    public string? SslKeyPassword { get; set; }

    /// <summary>Producer settings by librdkafka's name, on top of the profile's. Unknown names and wrong values are refused.</summary>
    public IDictionary<string, string> ProducerOverrides { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Consumer settings by librdkafka's name, on top of the profile's. Unknown names and wrong values are refused.</summary>
    public IDictionary<string, string> ConsumerOverrides { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Checks all options.</summary>
    /// <param name="path">Where the options stand, for the paths of errors.</param>
    /// <exception cref="ConfigurationException">Something is wrong; every error is listed. Passwords are not in it.</exception>
    public void Validate(string path = "kafka")
    {
        var errors = KafkaOptionsCheck.Errors(this, path).ToArray();
        if (errors.Length > 0)
        {
            throw new ConfigurationException(errors);
        }
    }

    /// <summary>Brokers, user and profile; no password.</summary>
    public override string ToString() =>
        $"{ClientId} at {BootstrapServers} ({Security}{(Username is null ? "" : $", {Username}")}, {Profiles.KafkaProfiles.NameOf(Profile)})";
}
