using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Attune.Storage.Tests.Testing;

/// <summary>Keeps the plans that the slow-query log reports, so that a test sees how the store's own queries were run.</summary>
public sealed class PlanLog : ILoggerFactory, ILogger
{
    private readonly ConcurrentQueue<string> _plans = new();

    /// <summary>The plans reported since the last call, in order, each after the name of its query.</summary>
    public IReadOnlyList<string> Take()
    {
        var plans = new List<string>();
        while (_plans.TryDequeue(out var plan))
        {
            plans.Add(plan);
        }

        return plans;
    }

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var values = state as IReadOnlyList<KeyValuePair<string, object?>> ?? [];
        if (values.FirstOrDefault(value => value.Key == "Plan").Value is string plan)
        {
            _plans.Enqueue($"{values.First(value => value.Key == "Query").Value}: {plan}");
        }
    }

    public void Dispose()
    {
    }
}
