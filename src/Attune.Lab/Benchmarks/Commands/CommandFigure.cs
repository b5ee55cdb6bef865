namespace Attune.Lab.Benchmarks.Commands;

/// <summary>What is measured of a command.</summary>
public enum CommandFigure
{
    /// <summary>How long it takes.</summary>
    Time,

    /// <summary>The last number that it prints.</summary>
    Output,
}
