using System.Buffers.Binary;
using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Attune.Storage.Sql;

/// <summary>A query made of fixed texts, with its values as parameters. The same text serves every engine.</summary>
/// <param name="name">What it is called in logs and meters, for example <c>flows.page</c>.</param>
/// <param name="text">Its beginning.</param>
internal sealed class SqlQuery(string name, string text)
{
    private readonly StringBuilder _text = new(text);
    private readonly List<(string Name, object Value)> _values = [];
    private bool _hasWhere;

    public string Name { get; } = name;

    public string Text => _text.ToString();

    /// <summary>Adds a condition on <c>@parameter</c>, unless the value is null.</summary>
    public SqlQuery Where(string condition, string parameter, object? value) =>
        value is null ? this : Where(condition).With(parameter, value);

    /// <summary>Adds a condition.</summary>
    public SqlQuery Where(string condition)
    {
        _text.Append(_hasWhere ? " AND " : " WHERE ").Append(condition);
        _hasWhere = true;
        return this;
    }

    /// <summary>Adds a condition that the column has one of the values, unless there are none.</summary>
    public SqlQuery WhereIn(string column, string parameter, IReadOnlyCollection<string> values)
    {
        if (values.Count == 0)
        {
            return this;
        }

        Where($"{column} IN ({string.Join(", ", values.Select((_, index) => $"@{parameter}{index}"))})");
        foreach (var (index, value) in values.Index())
        {
            With($"{parameter}{index}", value);
        }

        return this;
    }

    /// <summary>Adds text, after a space.</summary>
    public SqlQuery Then(string sql)
    {
        _text.Append(' ').Append(sql);
        return this;
    }

    /// <summary>Gives a parameter its value.</summary>
    public SqlQuery With(string parameter, object value)
    {
        _values.Add((parameter, value));
        return this;
    }

    /// <summary>The same for two queries exactly when their texts and values are: 43 characters.</summary>
    public string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, Text);
        foreach (var (name, value) in _values)
        {
            Append(hash, name);
            Append(hash, value as string ?? (value is byte[] bytes ? Convert.ToHexString(bytes) : Convert.ToString(value, CultureInfo.InvariantCulture)!));
        }

        return Convert.ToBase64String(hash.GetHashAndReset()).TrimEnd('=');
    }

    /// <summary>The command on a connection.</summary>
    public DbCommand On(DbConnection connection) => SqlCommands.Create(connection, Text, [.. _values.Select(pair => (pair.Name, (object?)pair.Value))]);

    /// <summary>The length goes first, so that one value cannot look like two.</summary>
    private static void Append(IncrementalHash hash, string part)
    {
        var bytes = Encoding.UTF8.GetBytes(part);
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
