namespace Attune.Cli.Load;

/// <summary>How much a run says while it goes on.</summary>
internal enum LoadView
{
    /// <summary>Nothing.</summary>
    Silent,

    /// <summary>A line now and then on standard error.</summary>
    Lines,

    /// <summary>A picture on the terminal that is drawn anew.</summary>
    Live,
}
