namespace Attune.Lab.Load;

/// <summary>Sends the requests of one run.</summary>
internal interface ILoadEngine : IDisposable
{
    /// <summary>What its workers have seen so far.</summary>
    IReadOnlyList<LoadTally> Tallies { get; }

    /// <summary>Connects, starts the clock, and sends until the run is over.</summary>
    Task RunAsync();
}
