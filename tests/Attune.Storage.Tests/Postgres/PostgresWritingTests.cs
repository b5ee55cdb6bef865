using Attune.Storage.Tests.Contract;

namespace Attune.Storage.Tests.Postgres;

public sealed class PostgresWritingTests : WritingContract<PostgresUnderTest>;
