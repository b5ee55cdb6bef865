namespace Attune.Suites.Streaming.Nexmark;

/// <summary>Where a person lives: the six states of the common definition.</summary>
internal enum UsState : byte
{
    /// <summary>Arizona.</summary>
    AZ,

    /// <summary>California.</summary>
    CA,

    /// <summary>Idaho.</summary>
    ID,

    /// <summary>Oregon.</summary>
    OR,

    /// <summary>Washington.</summary>
    WA,

    /// <summary>Wyoming.</summary>
    WY,
}
