using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Json;

namespace Attune.Server.Logging;

/// <summary>Logging by Serilog as <see cref="LoggingOptions"/> describes.</summary>
public static class AttuneLogging
{
    private const string TextTemplate = "{Timestamp:yyyy-MM-dd HH:mm:ss.fff zzz} [{Level:u3}] {SourceContext}: {Message:lj}{NewLine}{Exception}";

    private static Logger Create(LoggingOptions options)
    {
        var configuration = new LoggerConfiguration()
            .MinimumLevel.Is(options.Level)
            .MinimumLevel.Override("Microsoft", (LogEventLevel)Math.Max((int)options.Level, (int)LogEventLevel.Warning))
            .Enrich.FromLogContext()
            .Filter.With(new RequestSampling(options.SampleEvery));
        if (options.File.Length > 0)
        {
            configuration.WriteTo.Async(sink => File(sink, options), bufferSize: 10_000);
        }

        if (options.Console)
        {
            if (options.Json)
            {
                configuration.WriteTo.Console(new JsonFormatter(), standardErrorFromLevel: LogEventLevel.Verbose);
            }
            else
            {
                configuration.WriteTo.Console(outputTemplate: TextTemplate, standardErrorFromLevel: LogEventLevel.Verbose);
            }
        }

        return configuration.CreateLogger();
    }

    /// <summary>Makes this the only provider.</summary>
    public static void Use(ILoggingBuilder logging, LoggingOptions options)
    {
        logging.ClearProviders();
        logging.AddSerilog(Create(options), dispose: true);
    }

    private static void File(Serilog.Configuration.LoggerSinkConfiguration sink, LoggingOptions options)
    {
        var file = new LoggerConfiguration().MinimumLevel.Is(LogEventLevel.Verbose);
        if (options.Json)
        {
            file.WriteTo.File(new JsonFormatter(), options.File, fileSizeLimitBytes: options.MaxFileBytes, rollOnFileSizeLimit: true, retainedFileCountLimit: options.RetainedFiles);
        }
        else
        {
            file.WriteTo.File(options.File, outputTemplate: TextTemplate, fileSizeLimitBytes: options.MaxFileBytes, rollOnFileSizeLimit: true, retainedFileCountLimit: options.RetainedFiles);
        }

        sink.Sink(new ForgivingSink(file.CreateLogger()));
    }
}
