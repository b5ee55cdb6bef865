namespace Attune.Suites.Storage;

/// <summary>How much larger the process was, at its largest sample, than when this was made.</summary>
internal sealed class MemoryGrowth
{
    /// <summary>Rows after which a sample is taken: often enough to see each collection's rise.</summary>
    public const int RowsBetweenSamples = 5000;

    private const double Mib = 1 << 20;

    private readonly (long WorkingSet, long Heap, long Private) _before;
    private (long WorkingSet, long Heap, long Private) _most;

    public MemoryGrowth()
    {
        // What was used before is given back first: else it would be used again, and not be seen.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        _most = _before = Now();
    }

    /// <summary>All memory of the process, pages of mapped files included.</summary>
    public double WorkingSetMib => (_most.WorkingSet - _before.WorkingSet) / Mib;

    /// <summary>The managed heap, garbage included.</summary>
    public double HeapMib => (_most.Heap - _before.Heap) / Mib;

    /// <summary>Memory without pages of mapped files, which the system can take back at any time; on Linux, else all.</summary>
    public double PrivateMib => (_most.Private - _before.Private) / Mib;

    /// <summary>Looks at the present size.</summary>
    public void Sample()
    {
        var now = Now();
        _most = (Math.Max(_most.WorkingSet, now.WorkingSet), Math.Max(_most.Heap, now.Heap), Math.Max(_most.Private, now.Private));
    }

    private static (long WorkingSet, long Heap, long Private) Now()
    {
        var workingSet = Environment.WorkingSet;
        return (workingSet, GC.GetTotalMemory(forceFullCollection: false), OperatingSystem.IsLinux() ? Anonymous() : workingSet);
    }

    /// <summary>Resident less shared pages, of the file's second and third number.</summary>
    private static long Anonymous()
    {
        var pages = File.ReadAllText("/proc/self/statm").Split(' ');
        return (long.Parse(pages[1]) - long.Parse(pages[2])) * Environment.SystemPageSize;
    }
}
