using Attune.Events;
using Attune.Storage.Sqlite;
using Attune.Testing;
using Microsoft.Data.Sqlite;

namespace Attune.Storage.Tests.Sqlite;

public sealed class SqliteStatementTests : IDisposable
{
    private readonly SqliteConnection _connection;

    public SqliteStatementTests()
    {
        NativeSqlite.EnsureLoaded();
        _connection = new SqliteConnection("Data Source=:memory:");
        _connection.Open();
        SqliteConnectionFactory.Execute(_connection, "CREATE TABLE rows (a TEXT, b TEXT, c BLOB, d REAL, e INTEGER UNIQUE)");
    }

    public void Dispose() => _connection.Dispose();

    private SqliteStatement Insert() => new(_connection, "here", "INSERT INTO rows VALUES (?, ?, ?, ?, ?)");

    [Theory]
    [InlineData(0)]
    [InlineData(16_383)]
    [InlineData(16_384)]
    [InlineData(16_385)]
    [InlineData(300_000)]
    public void Execute_TextsThatFitTheBufferOrNot_RoundTrip(int length)
    {
        var id = SampleEvents.Flow(1).Id;
        var (a, b) = (new string('ä', length / 2) + new string('x', length % 2), "\0second😀");
        using (var insert = Insert())
        {
            insert.Bind(a).Bind(b).Bind(id).Bind(1.5).Bind(7).Execute().ShouldBe(1);
            insert.Bind("").Bind((string?)null).Bind(id).Bind(-0.25).Bind(8).Execute().ShouldBe(1);
        }

        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT * FROM rows ORDER BY e";
        using var reader = command.ExecuteReader();
        reader.Read().ShouldBeTrue();
        (reader.GetString(0), reader.GetString(1), EventId.Read(reader.GetFieldValue<byte[]>(2)), reader.GetDouble(3)).ShouldBe((a, b, id, 1.5));
        reader.Read().ShouldBeTrue();
        (reader.GetString(0), reader.IsDBNull(1), reader.GetDouble(3)).ShouldBe(("", true, -0.25));
    }

    [Fact]
    public void Execute_AfterAFailure_TakesTheNextRow()
    {
        using var insert = Insert();
        var id = SampleEvents.Flow(1).Id;
        insert.Bind("a").Bind("b").Bind(id).Bind(1.0).Bind(1).Execute();
        Should.Throw<StorageException>(() => insert.Bind("a").Bind("b").Bind(id).Bind(1.0).Bind(1).Execute()).Message.ShouldContain("UNIQUE");
        Should.Throw<StorageException>(() => insert.Bind("a").Bind("b").Bind(id).Bind(1.0).Bind(2).Bind(3));
        insert.Bind("a").Bind("b").Bind(id).Bind(1.0).Bind(2).Execute().ShouldBe(1);
    }

    [Fact]
    public void Execute_AfterDispose_IsAnErrorAndNoCrash()
    {
        var insert = Insert();
        insert.Dispose();
        Should.Throw<ObjectDisposedException>(() => insert.Bind("a"));
        Should.Throw<ObjectDisposedException>(() => insert.Execute());
    }

    [Fact]
    public void Create_SqlWithAnError_SaysWhatIsWrong() =>
        Should.Throw<StorageException>(() => new SqliteStatement(_connection, "here", "INSERT INTO nowhere VALUES (?)")).Message.ShouldContain("nowhere");
}
