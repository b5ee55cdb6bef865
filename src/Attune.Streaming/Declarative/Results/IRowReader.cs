using Attune.Streaming.Declarative.Rows;

namespace Attune.Streaming.Declarative.Results;

/// <summary>Takes the value of an aggregate out of a row. A type instead of a delegate, so that the call is inlined.</summary>
internal interface IRowReader<T>
{
    static abstract T Read(in Row row, int field);
}
