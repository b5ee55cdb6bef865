namespace Attune.Lab.Benchmarks.Commands;

/// <summary>A benchmark that is a command line, as a file defines it.</summary>
public sealed record CommandDefinition
{
    /// <summary>Name: lower-case letters, digits and underscores.</summary>
    public string Name { get; set; } = "";

    /// <summary>The command line, for the system's shell.</summary>
    public string Command { get; set; } = "";

    /// <summary>One line; the command itself when empty.</summary>
    public string Description { get; set; } = "";

    /// <summary>What is measured: its time (default) or the number that it prints.</summary>
    public CommandFigure Figure { get; set; }

    /// <summary>Unit of a printed number. Times are in seconds.</summary>
    public string? Unit { get; set; }

    /// <summary>Which way a printed number improves. Default lower.</summary>
    public Better Better { get; set; }

    /// <summary>The value to reach; none by default.</summary>
    public double? Target { get; set; }

    /// <summary>Measured iterations; the runner's default when absent.</summary>
    public int? Iterations { get; set; }

    /// <summary>Folder in which it runs; the file's own, or the present one.</summary>
    public string? Folder { get; set; }
}
