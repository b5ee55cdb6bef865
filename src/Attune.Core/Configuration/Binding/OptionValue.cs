namespace Attune.Configuration.Binding;

/// <summary>A value as text with the place that it came from.</summary>
internal readonly record struct OptionValue(string Text, string Origin);
