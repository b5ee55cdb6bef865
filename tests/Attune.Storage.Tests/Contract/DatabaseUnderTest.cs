using System.Data.Common;

namespace Attune.Storage.Tests.Contract;

/// <summary>A fresh, empty database of one engine for one test.</summary>
public abstract class DatabaseUnderTest
{
    /// <summary>Makes the database; skips the test with a reason where the engine is not to be had.</summary>
    public abstract Task CreateAsync();

    /// <summary>How to open it.</summary>
    public abstract StorageSetup Setup { get; }

    /// <summary>An open connection beside the store.</summary>
    public abstract Task<DbConnection> ConnectAsync();

    /// <summary>Takes the database away.</summary>
    public abstract Task DropAsync();
}
