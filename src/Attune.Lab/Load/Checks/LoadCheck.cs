namespace Attune.Lab.Load;

/// <summary>What an answer has to fulfil; one that does not is a failure named after the check.</summary>
public abstract class LoadCheck
{
    private protected LoadCheck(string name) => Name = name;

    /// <summary>The check in words, for example <c>body contains "ok"</c>.</summary>
    public string Name { get; }

    /// <summary>Whether the answer's body has to be kept for it.</summary>
    internal virtual bool NeedsBody => false;

    /// <summary>Whether the answer's header has to be kept for it.</summary>
    internal virtual bool NeedsHeader => false;

    /// <summary>The status is one of those listed.</summary>
    /// <param name="statuses">Statuses and ranges, for example <c>200-299, 304</c>.</param>
    /// <exception cref="LoadException">The list is empty or has something else in it.</exception>
    public static LoadCheck Status(string statuses) => new StatusCheck(statuses);

    /// <summary>The first mebibyte of the body contains a text.</summary>
    /// <exception cref="LoadException">The text is empty.</exception>
    public static LoadCheck BodyContains(string text) => new BodyCheck(text);

    /// <summary>A header field is there and contains a text, letters' case aside; any value will do when the text is empty.</summary>
    /// <exception cref="LoadException">The name is empty.</exception>
    public static LoadCheck Header(string name, string text = "") => new HeaderCheck(name, text);

    /// <summary>The latency, from the intended start, is at most this.</summary>
    /// <exception cref="LoadException">The time is not positive.</exception>
    public static LoadCheck MaxTime(TimeSpan time) => new TimeCheck(time);

    /// <inheritdoc/>
    public override string ToString() => Name;

    internal abstract bool Passes(in Answer answer);
}
