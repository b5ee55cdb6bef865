using Spectre.Console;

namespace Attune.Cli.Output;

/// <summary>Standard output: coloured and as wide as the window in a terminal, plain and wide when it goes elsewhere.</summary>
internal static class Terminal
{
    private const int RedirectedWidth = 240;

    private static readonly Lazy<IAnsiConsole> Lazy = new(() =>
    {
        if (!System.Console.IsOutputRedirected)
        {
            return AnsiConsole.Console;
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Interactive = InteractionSupport.No });
        console.Profile.Width = RedirectedWidth;
        return console;
    });

    private static readonly Lazy<IAnsiConsole> LazyError = new(() => AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(System.Console.Error) }));

    public static IAnsiConsole Console => Lazy.Value;

    /// <summary>Standard error, for what is shown while a command runs.</summary>
    public static IAnsiConsole ErrorConsole => LazyError.Value;
}
