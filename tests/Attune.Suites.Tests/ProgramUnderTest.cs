using System.Runtime.CompilerServices;
using Attune.Suites.Workloads;

namespace Attune.Suites.Tests;

/// <summary>Benchmarks that run the program take the one that was built beside the tests.</summary>
internal static class ProgramUnderTest
{
#pragma warning disable CA2255 // Before any test: whether a program is there decides which benchmarks can run.
    [ModuleInitializer]
#pragma warning restore CA2255
    public static void Name() => Environment.SetEnvironmentVariable(AttuneProgram.Variable, Path.Combine(AppContext.BaseDirectory, "attune"));
}
