using System.CommandLine;
using Attune.Lab.Reports;

namespace Attune.Cli.Output;

/// <summary>The files that reports go to: checked before the run, so that its result is not lost at the end.</summary>
internal sealed class ReportFiles
{
    private readonly IReadOnlyList<(string Path, ReportFormat Format)> _files;

    private ReportFiles(IReadOnlyList<(string Path, ReportFormat Format)> files) => _files = files;

    public static Option<string[]> Option() => new("--output") { Description = "Write a report: FILE ends in .html, .json, .csv or .md. May be given again.", HelpName = "FILE" };

    public static ReportFiles Open(IEnumerable<string>? paths)
    {
        var files = new List<(string, ReportFormat)>();
        foreach (var path in paths ?? [])
        {
            var format = ReportFormats.OfPath(path) ?? throw new UserErrorException($"--output must end in {ReportFormats.Endings}; this is '{path}'.");
            try
            {
                using var probe = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write);
                files.Add((path, format));
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw new UserErrorException($"--output '{path}' cannot be written: {error.Message}");
            }
        }

        return new ReportFiles(files);
    }

    /// <summary>Writes every file and says so on standard error.</summary>
    public void Write(Func<ReportFormat, string> report)
    {
        foreach (var (path, format) in _files)
        {
            File.WriteAllText(path, report(format));
            Console.Error.WriteLine($"Wrote {path}");
        }
    }
}
