using Attune.Storage.Tests.Contract;
using Attune.Testing;

namespace Attune.Storage.Tests.Postgres;

public sealed class PostgresQueryPlanTests : QueryPlanContract<PostgresUnderTest>
{
    protected override string Analyze => "VACUUM ANALYZE";

    // A table of 20,000 rows is not much larger than its index, and PostgreSQL takes reading in order to be four times as cheap as reading an index.
    protected override string ForbidTableScans => "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET enable_seqscan = off', current_database()); END $$";

    protected override bool SortsFewRows => true;

    protected override string Sort => "Sort  (";

    protected override string IndexOnly(string index) => $"using {index} on ";

    protected override string Index(string index) => index;

    protected override string PrimaryKey(string table) => $"{table}_pkey";

    protected override string IndexOrPrimary(string table) => $"Index Only Scan using {table}_pkey";

    protected override string UniqueKey(string table, string column) => $"{table}_{column}_key";

    protected override string NumberOrder(string table) => PrimaryKey(table);

    protected override string Part(string index, string table) => PrimaryKey(table);

    protected override string IdOfSecond(string n) =>
        $"decode(lpad(to_hex({(long)(SampleEvents.Start - DateTime.UnixEpoch).TotalMilliseconds} + {n} * 1000), 12, '0') || repeat('0', 20), 'hex')";
}
