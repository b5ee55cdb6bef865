using System.Globalization;
using System.Net;

namespace Attune.Lab.Reports.Html;

/// <summary>HTML that may go into a page as it is. Everything else that is put into a template is escaped.</summary>
internal readonly record struct Markup(string Text)
{
    public static Markup None { get; } = new("");

    /// <summary>Fills a template: strings, numbers and the like are escaped; markup, alone or many, is not.</summary>
    public static Markup Of(FormattableString template) => new(template.ToString(EscapingFormat.Instance));

    public static Markup Join(IEnumerable<Markup> parts) => new(string.Concat(parts.Select(part => part.Text)));

    public override string ToString() => Text;

    private sealed class EscapingFormat : IFormatProvider, ICustomFormatter
    {
        public static EscapingFormat Instance { get; } = new();

        public object? GetFormat(Type? formatType) => formatType == typeof(ICustomFormatter) ? this : null;

        public string Format(string? format, object? arg, IFormatProvider? formatProvider) => arg switch
        {
            Markup markup => markup.Text,
            IEnumerable<Markup> many => Join(many).Text,
            IFormattable value => WebUtility.HtmlEncode(value.ToString(format, CultureInfo.InvariantCulture)),
            _ => WebUtility.HtmlEncode(arg?.ToString() ?? ""),
        };
    }
}
