using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Serilog.Events;

namespace Attune.Server.Logging;

/// <summary>Settings of logging (section <c>logging</c>).</summary>
public sealed class LoggingOptions
{
    /// <summary>Least severe level that is written. Default information.</summary>
    [Description("Least severe level that is written.")]
    public LogEventLevel Level { get; set; } = LogEventLevel.Information;

    /// <summary>File to write to; empty for none. Default <c>attune-data/attune.log</c>.</summary>
    [Description("File to write to; empty for none.")]
    public string File { get; set; } = Path.Combine("attune-data", "attune.log");

    /// <summary>Size in bytes at which a new file is begun. Default 10 MiB, 64 KiB to 1 GiB.</summary>
    [Range(65_536L, 1L << 30)]
    [Description("Size in bytes at which a new file is begun.")]
    public long MaxFileBytes { get; set; } = 10_485_760;

    /// <summary>How many files are kept. Default 5, 1 to 1,000.</summary>
    [Range(1, 1000)]
    [Description("How many files are kept.")]
    public int RetainedFiles { get; set; } = 5;

    /// <summary>Write JSON, one object a line, instead of text. Default false.</summary>
    [Description("Write JSON, one object a line, instead of text.")]
    public bool Json { get; set; }

    /// <summary>Also write to the console (standard error). Default false.</summary>
    [Description("Also write to the console (standard error).")]
    public bool Console { get; set; }

    /// <summary>Of the messages that every request writes, one in this many is kept; warnings always are. Default 1 (all), 1 to 1,000,000.</summary>
    [Range(1, 1_000_000)]
    [Description("Of the messages that every request writes, one in this many is kept; warnings always are.")]
    public int SampleEvery { get; set; } = 1;
}
