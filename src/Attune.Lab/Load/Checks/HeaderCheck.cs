using System.Text;

namespace Attune.Lab.Load;

/// <inheritdoc cref="LoadCheck.Header"/>
internal sealed class HeaderCheck(string name, string text)
    : LoadCheck(text.Length == 0 ? $"header {name}" : $"header {name} contains \"{text}\"")
{
    private readonly byte[] _name = name.Length == 0 ? throw new LoadException("header: the name must not be empty") : Encoding.UTF8.GetBytes(name);

    internal override bool NeedsHeader => true;

    internal override bool Passes(in Answer answer)
    {
        foreach (var range in answer.Header.Split("\r\n"u8))
        {
            var line = answer.Header[range];
            var colon = line.IndexOf((byte)':');
            if (colon == _name.Length
                && Ascii.EqualsIgnoreCase(line[..colon], _name)
                && Encoding.UTF8.GetString(line[(colon + 1)..]).Contains(text, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
