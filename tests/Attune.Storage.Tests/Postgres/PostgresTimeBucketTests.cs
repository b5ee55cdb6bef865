using Attune.Storage.Tests.Contract;

namespace Attune.Storage.Tests.Postgres;

public sealed class PostgresTimeBucketTests : TimeBucketContract<PostgresUnderTest>;
