using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Attune.Cli.Tests;

/// <summary>Runs ./attune, ./run or any other command in the repository's root.</summary>
public sealed class AttuneProgram : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();
    private readonly TaskCompletionSource<Uri> _url = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private AttuneProgram(Process process) => Process = process;

    public static string Root { get; } = FindRoot();

    public Process Process { get; }

    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    public string Errors
    {
        get
        {
            lock (_errors)
            {
                return _errors.ToString();
            }
        }
    }

    /// <summary>Runs ./attune to its end.</summary>
    public static async Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        using var program = Start("./attune", arguments);
        return await program.WaitAsync();
    }

    /// <summary>Runs ./attune to its end and parses what it printed.</summary>
    public static async Task<JsonElement> RunJsonAsync(params string[] arguments)
    {
        var (code, output, errors) = await RunAsync(arguments);
        code.ShouldBe(0, errors);
        using var document = JsonDocument.Parse(output);
        return document.RootElement.Clone();
    }

    public static AttuneProgram Start(string command, IEnumerable<string> arguments, string? folder = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(command.StartsWith("./", StringComparison.Ordinal) ? Path.Combine(Root, command) : command)
        {
            WorkingDirectory = folder ?? Root, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var program = new AttuneProgram(new Process { StartInfo = start });
        program.Process.OutputDataReceived += (_, line) => program.Take(program._output, line.Data);
        program.Process.ErrorDataReceived += (_, line) => program.Take(program._errors, line.Data);
        program.Process.Start();
        program.Process.StandardInput.Close();
        program.Process.BeginOutputReadLine();
        program.Process.BeginErrorReadLine();
        return program;
    }

    /// <summary>The address that the program printed when it began to listen.</summary>
    public async Task<Uri> UrlAsync()
    {
        var ended = Process.WaitForExitAsync();
        if (await Task.WhenAny(_url.Task, ended).WaitAsync(Patience) == ended)
        {
            throw new InvalidOperationException($"The program ended before it listened: {Output}{Errors}");
        }

        return await _url.Task;
    }

    public async Task<(int Code, string Output, string Errors)> WaitAsync()
    {
        await Process.WaitForExitAsync().WaitAsync(Patience);
        return (Process.ExitCode, Output, Errors);
    }

    /// <summary>Sends SIGINT, as Ctrl-C does.</summary>
    public void Interrupt() => Signal(2);

    /// <summary>Sends SIGKILL: the program gets no chance to do anything.</summary>
    public async Task KillAsync()
    {
        Signal(9);
        await Process.WaitForExitAsync().WaitAsync(Patience);
    }

    public void Dispose()
    {
        if (!Process.HasExited)
        {
            Process.Kill(entireProcessTree: true);
            Process.WaitForExit();
        }

        Process.Dispose();
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int SendSignal(int process, int signal);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Attune.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests must run inside the repository.");
    }

    private void Signal(int signal) => SendSignal(Process.Id, signal).ShouldBe(0);

    private void Take(StringBuilder into, string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (into)
        {
            into.AppendLine(line);
        }

        var start = line.IndexOf("http://", StringComparison.Ordinal);
        if (start >= 0 && Uri.TryCreate(line[start..].Split(' ', '"')[0], UriKind.Absolute, out var url))
        {
            _url.TrySetResult(url);
        }
    }
}
