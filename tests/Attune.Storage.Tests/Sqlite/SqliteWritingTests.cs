using Attune.Storage.Tests.Contract;

namespace Attune.Storage.Tests.Sqlite;

public sealed class SqliteWritingTests : WritingContract<SqliteUnderTest>;
