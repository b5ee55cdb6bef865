using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Attune.Testing;

namespace Attune.Streaming.Tests.Checkpoints;

/// <summary>The program of tests/Attune.Streaming.Recovery in a process of its own.</summary>
internal sealed class RecoveryProgram : IDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();

    private RecoveryProgram(Process process) => _process = process;

    /// <summary>Where the source was opened: the number of its next event; null while that has not come.</summary>
    public long? OpenedAt => _output.FirstOrDefault(line => line.StartsWith("open ", StringComparison.Ordinal)) is { } line
        ? long.Parse(line[5..], CultureInfo.InvariantCulture)
        : null;

    public static RecoveryProgram Start(params string[] arguments)
    {
        var program = new RecoveryProgram(new Process
        {
            StartInfo = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Attune.Streaming.Recovery.dll"), .. arguments])
            {
                RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
            },
        });
        program._process.OutputDataReceived += (_, line) => program.Take(line.Data);
        program._process.ErrorDataReceived += (_, line) => program.Take(line.Data);
        program._process.Start();
        program._process.BeginOutputReadLine();
        program._process.BeginErrorReadLine();
        return program;
    }

    /// <summary>Waits until the source is open.</summary>
    public async Task OpenedAsync()
    {
        await Eventually.TrueAsync(() => OpenedAt is not null || _process.HasExited, "the source is open");
        OpenedAt.ShouldNotBeNull($"The program ended before: {string.Join('\n', _output)}");
    }

    /// <summary>Sends SIGKILL: the program gets no chance to do anything.</summary>
    public async Task KillAsync()
    {
        _process.HasExited.ShouldBeFalse($"The program ended by itself: {string.Join('\n', _output)}");
        SendSignal(_process.Id, 9).ShouldBe(0);
        await _process.WaitForExitAsync();
    }

    /// <summary>Waits for its own end.</summary>
    public async Task EndedAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Eventually.Bound);
        _process.ExitCode.ShouldBe(0, string.Join('\n', _output));
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int SendSignal(int process, int signal);

    private void Take(string? line)
    {
        if (line is not null)
        {
            _output.Enqueue(line);
        }
    }
}
