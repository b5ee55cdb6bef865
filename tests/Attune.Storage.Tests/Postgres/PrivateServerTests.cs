namespace Attune.Storage.Tests.Postgres;

/// <summary>The tests that share <see cref="PrivateServer"/>.</summary>
[CollectionDefinition(nameof(PrivateServer))]
public sealed class PrivateServerTests : ICollectionFixture<PrivateServer>;
