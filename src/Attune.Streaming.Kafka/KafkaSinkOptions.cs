using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Attune.Configuration;

namespace Attune.Streaming.Kafka;

/// <summary>Where a sink writes, and how much it lets wait.</summary>
public class KafkaSinkOptions
{
    /// <summary>The topic. No default.</summary>
    [Description("The topic.")]
    public string Topic { get; set; } = "";

    /// <summary>Most records on their way before the pipeline waits. Default 100,000, 1 to 10,000,000.</summary>
    [Range(1, 10_000_000)]
    [Description("Most records on their way before the pipeline waits.")]
    public int MaxInFlight { get; set; } = 100_000;

    /// <summary>Checks all options.</summary>
    /// <exception cref="ConfigurationException">Something is wrong; every error is listed.</exception>
    public void Validate(string path = "sink")
    {
        var errors = Errors(path).ToArray();
        if (errors.Length > 0)
        {
            throw new ConfigurationException(errors);
        }
    }

    private protected virtual IEnumerable<ConfigurationError> Errors(string path)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(this, new ValidationContext(this), results, validateAllProperties: true);
        foreach (var result in results)
        {
            yield return new ConfigurationError($"{path}.{string.Join(',', result.MemberNames)}", result.ErrorMessage!, "options");
        }

        if (string.IsNullOrWhiteSpace(Topic))
        {
            yield return new ConfigurationError($"{path}.topic", "names no topic", "options");
        }
    }
}
