using System.Text;

namespace Attune.Lab.Load;

/// <inheritdoc cref="LoadCheck.BodyContains"/>
internal sealed class BodyCheck(string text) : LoadCheck($"body contains \"{text}\"")
{
    /// <summary>Bytes of a body that are kept for checks.</summary>
    public const int KeptBytes = 1 << 20;

    private readonly byte[] _text = string.IsNullOrEmpty(text)
        ? throw new LoadException("body_contains: the text must not be empty")
        : Encoding.UTF8.GetBytes(text);

    internal override bool NeedsBody => true;

    internal override bool Passes(in Answer answer) => answer.Body.IndexOf(_text) >= 0;
}
