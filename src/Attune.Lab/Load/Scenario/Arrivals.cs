namespace Attune.Lab.Load;

/// <summary>How the requests of an open model follow each other.</summary>
public enum Arrivals
{
    /// <summary>At even distances.</summary>
    Constant,

    /// <summary>Independently of each other, as from many people: exponential distances.</summary>
    Poisson,
}
