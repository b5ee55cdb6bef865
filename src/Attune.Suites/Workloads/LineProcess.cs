using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace Attune.Suites.Workloads;

/// <summary>A child process that is asked by lines of JSON on its standard input and answers each with one on its standard output. It is killed when it is disposed.</summary>
internal sealed class LineProcess : IAsyncDisposable
{
    private const int KeptErrors = 20;

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _errors = new();

    private LineProcess(Process process)
    {
        _process = process;
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginErrorReadLine();
    }

    /// <summary>Processor time that it has taken, user and system.</summary>
    public TimeSpan Cpu
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Its resident memory in bytes.</summary>
    public long MemoryBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Starts it; <paramref name="info"/> has to redirect all three streams.</summary>
    public static LineProcess Start(ProcessStartInfo info) => new(Process.Start(info) ?? throw new InvalidOperationException($"{info.FileName} did not start."));

    /// <summary>Sends a line and waits for the answer.</summary>
    /// <exception cref="InvalidOperationException">The process has ended.</exception>
    public async Task<T> AskAsync<T>(object command, CancellationToken cancellationToken)
    {
        try
        {
            await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(command, JsonSerializerOptions.Web).AsMemory(), cancellationToken);
            await _process.StandardInput.FlushAsync(cancellationToken);
        }
        catch (IOException error)
        {
            throw Ended(error);
        }

        var line = await _process.StandardOutput.ReadLineAsync(cancellationToken) ?? throw Ended(null);
        return JsonSerializer.Deserialize<T>(line, JsonSerializerOptions.Web) ?? throw new InvalidOperationException("An empty answer.");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private InvalidOperationException Ended(Exception? inner) => new($"{_process.StartInfo.FileName} ended: {string.Join(' ', _errors)}", inner);

    private void Keep(string? line)
    {
        if (line is not null && _errors.Count < KeptErrors)
        {
            _errors.Enqueue(line);
        }
    }
}
