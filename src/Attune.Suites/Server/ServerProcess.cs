using System.Diagnostics;
using System.Text.Json;
using Attune.Suites.Workloads;

namespace Attune.Suites.Server;

/// <summary><c>attune serve</c> as a child process.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;

    private ServerProcess(Process process, Uri url) => (_process, Url) = (process, url);

    /// <summary>Where it listens.</summary>
    public Uri Url { get; }

    /// <summary>Processor time that it has taken.</summary>
    public TimeSpan Cpu
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Its resident memory, in MB of a million bytes.</summary>
    public double MemoryMb
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / 1e6;
        }
    }

    /// <summary>Starts it and waits until it is ready.</summary>
    public static async Task<ServerProcess> StartAsync(string folder, string? profile, CancellationToken cancellationToken)
    {
        var process = Process.Start(AttuneProgram.Prepare(
            folder,
            [
                "serve", "--json", "--data", folder, .. profile is null ? [] : new[] { "--profile", profile },
                .. LocalServer.Settings.SelectMany(setting => new[] { "--set", $"{setting.Path}={setting.Value}" }),
            ])) ?? throw new InvalidOperationException("The program did not start.");
        try
        {
            process.StandardInput.Close();
            var line = await process.StandardOutput.ReadLineAsync(cancellationToken)
                ?? throw new InvalidOperationException($"The server ended before it listened: {await process.StandardError.ReadToEndAsync(cancellationToken)}");
            using var answer = JsonDocument.Parse(line);

            // A pipe that nobody reads would stop a talkative server.
            process.ErrorDataReceived += static (_, _) => { };
            process.BeginErrorReadLine();
            _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
            var server = new ServerProcess(process, new Uri(answer.RootElement.GetProperty("url").GetString()!));
            using var client = new HttpClient();
            using var ready = await client.GetAsync(new Uri(server.Url, "/ready"), cancellationToken);
            ready.EnsureSuccessStatusCode();
            return server;
        }
        catch
        {
            await StopAsync(process);
            throw;
        }
    }

    public async ValueTask DisposeAsync() => await StopAsync(_process);

    private static async Task StopAsync(Process process)
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
