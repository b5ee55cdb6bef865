using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Attune.Storage.Pool;

/// <summary>Settings of a pool of database connections (section <c>storage_pool</c>); the same for every engine and for readers and writers.</summary>
public sealed class ConnectionPoolOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "storage_pool";

    /// <summary>Default of <see cref="MinSize"/>.</summary>
    public const int DefaultMinSize = 1;

    /// <summary>Default of <see cref="MaxSize"/>.</summary>
    public const int DefaultMaxSize = 8;

    /// <summary>Largest allowed <see cref="MaxSize"/>.</summary>
    public const int LargestSize = 1000;

    /// <summary>Connections that are kept open even when nobody needs them. Default 1, 0 to 1,000, at most <see cref="MaxSize"/>.</summary>
    [Range(0, LargestSize)]
    [Description("Connections that are kept open even when nobody needs them; at most storage_pool.max_size.")]
    public int MinSize { get; set; } = DefaultMinSize;

    /// <summary>Most connections that are open at once; the knob <c>storage.pool_max_size</c> starts here. Default 8, 1 to 1,000.</summary>
    [Range(1, LargestSize)]
    [Description("Most connections that are open at once; the knob storage.pool_max_size starts here.")]
    public int MaxSize { get; set; } = DefaultMaxSize;

    /// <summary>How long a caller waits for a connection, opening included, before it gets an error. Default 30 s, 1 ms to 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    [Description("How long a caller waits for a connection, opening included, before it gets an error.")]
    public TimeSpan AcquireTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Age at which a connection is closed and replaced, give or take a tenth so that not all go at once; 0 keeps it for ever. Default 1 h, 0 to 366 days.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "366.00:00:00")]
    [Description("Age at which a connection is closed and replaced, give or take a tenth; 0 keeps it for ever.")]
    public TimeSpan MaxLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long a connection beyond <see cref="MinSize"/> stays open unused; 0 keeps it for ever. Default 10 min, 0 to 366 days.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "366.00:00:00")]
    [Description("How long a connection beyond storage_pool.min_size stays open unused; 0 keeps it for ever.")]
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>A connection that was unused for so long is checked before it is lent; 0 checks it every time. Default 5 s, 0 to 366 days.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "366.00:00:00")]
    [Description("A connection that was unused for so long is checked before it is lent; 0 checks it every time.")]
    public TimeSpan ValidateAfter { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>A connection that is lent for longer is counted and logged, once, as a leak; 0 turns this off. Default 1 min, 0 to 366 days.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "366.00:00:00")]
    [Description("A connection that is lent for longer is counted and logged, once, as a leak; 0 turns this off.")]
    public TimeSpan LeakThreshold { get; set; } = TimeSpan.FromMinutes(1);
}
