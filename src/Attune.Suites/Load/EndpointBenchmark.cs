using Attune.Lab.Benchmarks;
using Attune.Lab.Load;

namespace Attune.Suites.Load;

/// <summary>A benchmark that puts load on the trivial endpoint.</summary>
internal abstract class EndpointBenchmark(string name, string description) : Benchmark(name, description)
{
    private EndpointProcess? _endpoint;

    /// <summary>Where the endpoint listens, once it is set up.</summary>
    protected Uri Address => _endpoint?.Address ?? throw new InvalidOperationException("The endpoint is not running.");

    public override BenchmarkOptions Configure(BenchmarkOptions options) => LoadParameters.Configure(options);

    public override async ValueTask SetUpAsync(BenchmarkContext context, CancellationToken cancellationToken) =>
        _endpoint = await EndpointProcess.StartAsync(context, cancellationToken);

    public override async ValueTask RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        var scenario = new LoadScenario
        {
            Name = Name,
            Target = Address,
            Connections = LoadParameters.Connections,
            Model = Model(TimeSpan.FromSeconds(LoadParameters.Seconds(context))),
        };
        var result = await LoadRunner.RunAsync(scenario, progress: null, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        if (result.Failed > 0 || result.Succeeded == 0)
        {
            throw new InvalidOperationException($"{result.Failed} of {result.Requests} requests failed: {string.Join(", ", result.Errors.Keys)}");
        }

        context.Report(Judge(result, context));
    }

    public override async ValueTask TearDownAsync(BenchmarkContext context)
    {
        if (_endpoint is not null)
        {
            await _endpoint.DisposeAsync();
            _endpoint = null;
        }
    }

    protected static LoadModel Users(TimeSpan time) => ClosedModel.Of(LoadParameters.Connections, time);

    protected static double CpuMicroseconds(LoadResult result) => result.ClientCpu.TotalMicroseconds / result.Requests;

    /// <summary>The load of one iteration.</summary>
    protected abstract LoadModel Model(TimeSpan time);

    /// <summary>The iteration's figure.</summary>
    protected abstract double Judge(LoadResult result, BenchmarkContext context);
}
