namespace Attune.Lab.Load;

/// <summary>Names of failures by status, made once.</summary>
internal static class StatusCauses
{
    private static readonly string?[] Causes = new string[600];

    public static string Of(int status) => (uint)status < (uint)Causes.Length ? Causes[status] ??= $"status {status}" : $"status {status}";
}
