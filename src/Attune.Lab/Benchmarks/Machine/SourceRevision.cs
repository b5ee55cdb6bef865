using System.ComponentModel;
using System.Diagnostics;

namespace Attune.Lab.Benchmarks.Machine;

/// <summary>Which source was measured.</summary>
/// <param name="Commit">Full hash of the commit; null outside a repository.</param>
/// <param name="Branch">Branch; null outside a repository or detached.</param>
/// <param name="IsDirty">Whether tracked files differ from the commit.</param>
public sealed record SourceRevision(string? Commit, string? Branch, bool IsDirty)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>The state of the git repository that holds <paramref name="folder"/>; all null where there is none, or no git.</summary>
    public static async Task<SourceRevision> ReadAsync(string folder, CancellationToken cancellationToken = default)
    {
        var commit = await GitAsync(folder, cancellationToken, "rev-parse", "HEAD");
        if (commit is null)
        {
            return new SourceRevision(null, null, false);
        }

        var branch = await GitAsync(folder, cancellationToken, "rev-parse", "--abbrev-ref", "HEAD");
        var changes = await GitAsync(folder, cancellationToken, "status", "--porcelain", "--untracked-files=no");
        return new SourceRevision(commit, branch is "HEAD" ? null : branch, !string.IsNullOrEmpty(changes));
    }

    private static async Task<string?> GitAsync(string folder, CancellationToken cancellationToken, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("git", arguments)
            {
                WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
            })!;
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(Limit);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await errors;
            await process.WaitForExitAsync(limit.Token);
            return process.ExitCode == 0 ? output.Trim() : null;
        }
        catch (Exception error) when (error is Win32Exception || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }
}
