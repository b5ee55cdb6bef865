using Attune.Lab.Load;

namespace Attune.Cli.Load;

/// <summary>Tells a URL from a scenario file.</summary>
internal static class LoadTarget
{
    private static readonly string[] Schemes = ["http://", "https://", "ws://", "wss://"];

    public static bool IsUrl(string text) => Schemes.Any(scheme => text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase));

    public static LoadScenario Url(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Host.Length > 0 && IsUrl(text)
        ? new LoadScenario { Target = url }
        : throw new UserErrorException($"URL must be an address such as http://127.0.0.1:8080/health; this is '{text}'.");

    public static LoadScenario Open(string text) => (IsUrl(text), File.Exists(text)) switch
    {
        (true, _) => Url(text),
        (_, true) => LoadScenario.FromYamlFile(text),
        _ => throw new UserErrorException($"'{text}' is neither a URL such as http://127.0.0.1:8080/health nor a scenario file that is there."),
    };
}
