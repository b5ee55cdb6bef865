using System.Text;
using Attune.Server.Tests.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace Attune.Server.Tests.Api;

public sealed class EventFuzzTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private static readonly byte[] Valid = Encoding.UTF8.GetBytes(EventBodies.Array(EventBodies.Flow(1), EventBodies.Text(2), EventBodies.Flow(3, id: "x")));

    private static readonly string[] Pieces =
        ["\"", "{", "}", "[", "]", ",", ":", "null", "true", "-1", "1e999", "\\ud800", "\\u0000", "\\", "\n", "\"id\":", "\"type\":\"text\",", "é", "\u0000"];

    [Fact]
    public void Post_MutatedBatch_IsTakenWholeOrRefusedWhole()
    {
        var server = shared.Running;
        var position = Gen.Choose(0, Valid.Length - 1);
        var mutation = Gen.OneOf(
            from at in position from value in Gen.Choose(0, 255) select new Func<byte[], byte[]>(body => Replace(body, at, 1, [(byte)value])),
            from at in position from length in Gen.Choose(1, 40) select new Func<byte[], byte[]>(body => Replace(body, at, length, [])),
            from at in position from piece in Gen.Elements(Pieces) select new Func<byte[], byte[]>(body => Replace(body, at, 0, Encoding.UTF8.GetBytes(piece))));
        var bodies = from mutations in mutation.NonEmptyListOf()
                     from lines in Gen.Elements("application/json", "application/x-ndjson")
                     select (Body: mutations.Take(6).Aggregate(Valid, (body, mutate) => mutate(body)), Type: lines);

        Prop.ForAll(bodies.ToArbitrary(), sample =>
        {
            var before = server.Store.CountRowsAsync().GetAwaiter().GetResult().Total;
            using var response = server.PostAsync(sample.Body, sample.Type).GetAwaiter().GetResult();
            var added = server.Store.CountRowsAsync().GetAwaiter().GetResult().Total - before;
            return (int)response.StatusCode is 200 || ((int)response.StatusCode is 400 && added == 0);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    private static byte[] Replace(byte[] body, int at, int length, byte[] by)
    {
        at = Math.Min(at, body.Length);
        return [.. body[..at], .. by, .. body[Math.Min(body.Length, at + length)..]];
    }
}
