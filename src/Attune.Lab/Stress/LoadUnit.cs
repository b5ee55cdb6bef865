namespace Attune.Lab.Stress;

/// <summary>What a level of a stress test counts.</summary>
public enum LoadUnit
{
    /// <summary>Users who wait for their answers: the closed model.</summary>
    Users,

    /// <summary>Requests a second that do not wait: the open model.</summary>
    Rate,
}
