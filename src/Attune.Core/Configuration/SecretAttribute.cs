namespace Attune.Configuration;

/// <summary>Marks an option whose value must not be shown or logged.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretAttribute : Attribute;
