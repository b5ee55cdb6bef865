namespace Attune.Cli.Doctor;

/// <summary>One thing that was looked at.</summary>
/// <param name="Name">What was looked at.</param>
/// <param name="Status">How it is.</param>
/// <param name="Detail">What was found.</param>
/// <param name="Advice">What to do; empty when all is well.</param>
internal sealed record Check(string Name, CheckStatus Status, string Detail, string Advice = "");
