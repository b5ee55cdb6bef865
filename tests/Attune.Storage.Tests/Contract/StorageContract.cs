namespace Attune.Storage.Tests.Contract;

/// <summary>Opens a fresh database for each test.</summary>
public abstract class StorageContract<TDatabase> : IAsyncLifetime
    where TDatabase : DatabaseUnderTest, new()
{
    protected TDatabase Database { get; } = new();

    /// <summary>How the store is opened.</summary>
    protected virtual StorageSetup Setup => Database.Setup;

    protected AttuneStorage Storage { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        await Database.CreateAsync();
        Storage = AttuneStorage.Open(Setup);
    }

    public virtual async Task DisposeAsync()
    {
        if (Storage is not null)
        {
            await Storage.DisposeAsync();
        }

        await Database.DropAsync();
    }

    protected async Task ReopenAsync()
    {
        await Storage.DisposeAsync();
        Storage = AttuneStorage.Open(Setup);
    }
}
