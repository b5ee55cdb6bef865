using Attune.Storage.Tests.Contract;
using Attune.Testing;

namespace Attune.Storage.Tests.Sqlite;

public sealed class SqliteQueryPlanTests : QueryPlanContract<SqliteUnderTest>
{
    protected override string Analyze => "ANALYZE";

    protected override string ForbidTableScans => "";

    protected override bool SortsFewRows => false;

    protected override string Sort => "TEMP B-TREE FOR ORDER BY";

    protected override string IndexOnly(string index) => $"USING COVERING INDEX {index}";

    protected override string Index(string index) => $"INDEX {index}";

    protected override string PrimaryKey(string table) => "PRIMARY KEY";

    protected override string IndexOrPrimary(string table) => "SEARCH metric_samples USING";

    protected override string UniqueKey(string table, string column) => $"SEARCH {table} USING INDEX sqlite_autoindex_{table}_1";

    protected override string NumberOrder(string table) => $"SCAN {table}";

    protected override string Part(string index, string table) => IndexOnly(index);

    protected override string IdOfSecond(string n) =>
        $"CAST(printf('%08x%08x', {(SampleEvents.Start - DateTime.UnixEpoch).TotalSeconds} + {n}, 0) AS BLOB)";
}
