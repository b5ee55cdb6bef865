using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Attune.Streaming.Checkpoints.Serialization;

/// <summary>Tuples and pairs: their members, one after the other, each by its own serializer.</summary>
internal sealed class MembersSerializer<T> : IStateSerializer<T>
{
    private readonly WriteMembers _write;
    private readonly Func<StateReader, T> _read;

    public MembersSerializer()
    {
        var type = typeof(T);
        var constructor = type.GetConstructors().Single(each => each.GetParameters().Length == type.GetGenericArguments().Length);
        var serializers = constructor.GetParameters().Select(parameter => SerializerOf(parameter.ParameterType)).ToArray();
        var names = type.IsAssignableTo(typeof(ITuple)) ? TupleMembers(serializers.Length) : ["Key", "Value"];

        var (writer, value, reader) = (Expression.Parameter(typeof(StateWriter)), Expression.Parameter(type.MakeByRefType()), Expression.Parameter(typeof(StateReader)));
        _write = Expression.Lambda<WriteMembers>(
            Expression.Block(names.Select((name, i) => Call(serializers[i], "Write", writer, Expression.PropertyOrField(value, name)))), writer, value).Compile();
        _read = Expression.Lambda<Func<StateReader, T>>(Expression.New(constructor, serializers.Select(each => Call(each, "Read", reader))), reader).Compile();
    }

    private delegate void WriteMembers(StateWriter writer, in T value);

    public void Write(StateWriter writer, in T value)
    {
        if (!typeof(T).IsValueType)
        {
            writer.Write(value is not null);
        }

        if (value is not null)
        {
            _write(writer, in value);
        }
    }

    public T Read(StateReader reader) => typeof(T).IsValueType || reader.Read<byte>() != 0 ? _read(reader) : default!;

    private static string[] TupleMembers(int count) => [.. Enumerable.Range(1, count).Select(n => n == 8 ? "Rest" : $"Item{n}")];

    private static MethodCallExpression Call(ConstantExpression serializer, string method, params Expression[] arguments) =>
        Expression.Call(serializer, serializer.Type.GetMethod(method)!, arguments);

    private static ConstantExpression SerializerOf(Type type)
    {
        try
        {
            var serializer = typeof(StateSerializer).GetMethod(nameof(StateSerializer.For))!.MakeGenericMethod(type).Invoke(null, null);
            return Expression.Constant(serializer, typeof(IStateSerializer<>).MakeGenericType(type));
        }
        catch (TargetInvocationException error) when (error.InnerException is CheckpointException inner)
        {
            throw new CheckpointException(inner.Message, inner);
        }
    }
}
