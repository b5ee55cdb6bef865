namespace Attune.Lab.Analysis;

/// <summary>How E-divisive decides whether a change is significant.</summary>
public enum EDivisiveTest
{
    /// <summary>Student's t in sliding windows, then weak points are merged away: fast, repeatable, the variant of Hunter and Apache Otava.</summary>
    Student,

    /// <summary>Permutations of the segments: the original test, free of assumptions on the distribution.</summary>
    Permutation,
}
