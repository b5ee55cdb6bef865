using Attune.Lab.History;
using Attune.Lab.Reports;

namespace Attune.Cli.Benchmarks;

/// <summary>A file to which results are written; its extension is the format.</summary>
/// <param name="Path">The file.</param>
/// <param name="Format">How.</param>
internal sealed record OutputFile(string Path, ReportFormat Format)
{
    /// <summary>Checks a path before anything is measured; null if none was given.</summary>
    public static OutputFile? Check(string? path)
    {
        if (path is null)
        {
            return null;
        }

        if (ReportFormats.OfPath(path) is not { } format)
        {
            throw new UserErrorException($"--output takes a file that ends in {ReportFormats.Endings}; this is '{path}'.");
        }

        var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path));
        return Directory.Exists(folder) ? new OutputFile(path, format) : throw new UserErrorException($"there is no folder '{folder}' for --output.");
    }

    public static async Task WriteAsync(OutputFile file, BenchmarkDocument document, CancellationToken cancellationToken)
    {
        await File.WriteAllTextAsync(file.Path, file.Format == ReportFormat.Json ? document.ToJson() : HistoryReport.Write(document.ToRecords(), file.Format), cancellationToken);
        await Console.Error.WriteLineAsync($"Wrote {file.Path}");
    }
}
