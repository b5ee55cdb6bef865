using System.Diagnostics;
using Attune.Lab.Benchmarks;
using Microsoft.AspNetCore.Builder;

namespace Attune.Suites.Load;

/// <summary>The trivial endpoint in a child process of the same program; in this process where the program has no command for it.</summary>
internal sealed class EndpointProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Process? _process;
    private readonly WebApplication? _app;

    private EndpointProcess(Uri address, Process? process, WebApplication? app) => (Address, _process, _app) = (address, process, app);

    public Uri Address { get; }

    /// <summary>Whether its CPU time is its own, not this process's.</summary>
    public bool IsSeparate => _process is not null;

    public static async Task<EndpointProcess> StartAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        var endpoint = await StartChildAsync(cancellationToken) ?? await StartHereAsync(cancellationToken);
        context.Note("endpoint", endpoint.IsSeparate ? "Kestrel in a child process" : "Kestrel in this process, whose CPU time is counted with the generator's");
        return endpoint;
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        if (_process is not null)
        {
            await StopAsync(_process);
        }
    }

    private static async Task<EndpointProcess> StartHereAsync(CancellationToken cancellationToken)
    {
        var app = await TrivialEndpoint.StartAsync(cancellationToken);
        return new EndpointProcess(TrivialEndpoint.AddressOf(app), null, app);
    }

    private static async Task<EndpointProcess?> StartChildAsync(CancellationToken cancellationToken)
    {
        // Only the command itself knows 'benchmark endpoint'; dotnet and test hosts do not.
        if (Environment.ProcessPath is not { } path || !Path.GetFileNameWithoutExtension(path).Equals("attune", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var process = Process.Start(new ProcessStartInfo(path, ["benchmark", "endpoint"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        var line = await process.StandardOutput.ReadLineAsync(limit.Token);
        if (Uri.TryCreate(line, UriKind.Absolute, out var address))
        {
            return new EndpointProcess(address, process, null);
        }

        await StopAsync(process);
        return null;
    }

    private static async Task StopAsync(Process process)
    {
        using (process)
        using (var limit = new CancellationTokenSource(Patience))
        {
            process.StandardInput.Close();
            try
            {
                await process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill();
            }
        }
    }
}
