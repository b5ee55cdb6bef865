using FsCheck;
using FsCheck.Fluent;

namespace Attune.Storage.Tests.Pool;

public sealed class ConnectionPoolPropertyTests
{
    private static readonly Gen<PoolStep> Step = Gen.Frequency(
        (8, Gen.Constant(PoolStep.Acquire)),
        (5, Gen.Constant(PoolStep.Return)),
        (1, Gen.Constant(PoolStep.ReturnBroken)),
        (2, Gen.Constant(PoolStep.Cancel)),
        (1, Gen.Constant(PoolStep.Clear)),
        (1, Gen.Constant(PoolStep.ToggleFailure)),
        (1, Gen.Constant(PoolStep.SetMaximum)));

    [Fact]
    public void AnySchedule_BehavesAsTheModelSays()
    {
        var schedule = Step.SelectMany(step => Gen.Choose(0, 1000).Select(argument => (step, argument))).ListOf(60);

        Prop.ForAll(schedule.ToArbitrary(), steps => Task.Run(() => RunAsync(steps)).GetAwaiter().GetResult()).QuickCheckThrowOnFailure();
    }

    private static async Task RunAsync(IEnumerable<(PoolStep Step, int Argument)> steps)
    {
        await using var pool = new PoolFixture(options => (options.MaxSize, options.ValidateAfter) = (3, TimeSpan.FromDays(1)));
        var model = new PoolModel(pool);
        foreach (var (step, argument) in steps)
        {
            await model.ApplyAsync(step, argument);
        }

        await model.FinishAsync();
    }
}
