using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Attune.Lab.Load;
using Attune.Lab.Tests.Load.Testing;
using Attune.Testing;
using Microsoft.AspNetCore.Http;

namespace Attune.Lab.Tests.Load;

public class LoadRunnerTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task RunAsync_ClosedModelWithRequestBound_SendsExactlyThatMany(int workers)
    {
        await using var target = await LoadTarget.StartAsync(context => context.Response.WriteAsync("Hello"));
        var result = await LoadRunner.RunAsync(new LoadScenario { Target = target.Address, Model = ClosedModel.Of(8, Long), MaxRequests = 5000, Workers = workers });

        result.Requests.ShouldBe(5000);
        result.Succeeded.ShouldBe(5000);
        target.Requests.ShouldBe(5000);
        result.Latency.Count.ShouldBe(5000);
        result.Phases["wait"].Count.ShouldBe(5000);
        result.Phases["connect"].Count.ShouldBe(8);
        result.Statuses.ShouldBe(new Dictionary<string, long> { ["200"] = 5000 });
        result.Timeline.Sum(interval => interval.Requests).ShouldBe(5000);
        result.Connections.ShouldBe(8);
        result.AbortReason.ShouldBeNull();
        result.OfferedRate.ShouldBeNull();
    }

    [Theory]
    [InlineData(Arrivals.Constant)]
    [InlineData(Arrivals.Poisson)]
    public async Task RunAsync_OpenModel_EveryDueRequestIsSentOnceAndMeasured(Arrivals arrivals)
    {
        var seen = new ConcurrentDictionary<string, int>();
        await using var target = await LoadTarget.StartAsync(context =>
        {
            seen.AddOrUpdate(context.Request.Query["n"].ToString(), 1, (_, count) => count + 1);
            return context.Response.WriteAsync("Hello");
        });
        var result = await LoadRunner.RunAsync(new LoadScenario
        {
            Target = target.Address,
            Model = new OpenModel([new LoadStage(0, 2000, TimeSpan.FromSeconds(1)), LoadStage.Hold(500, TimeSpan.FromSeconds(0.5))], arrivals),
            Requests = [new LoadRequest { Path = "/?n={{seq}}" }],
            Connections = 16,
        });

        if (arrivals == Arrivals.Constant)
        {
            result.Requests.ShouldBe(1250);
        }

        result.Failed.ShouldBe(0);
        result.NotSent.ShouldBe(0);
        target.Requests.ShouldBe(result.Requests);
        seen.Count.ShouldBe((int)result.Requests);
        seen.Keys.Select(int.Parse).Max().ShouldBe((int)result.Requests - 1);
        result.Latency.Count.ShouldBe(result.Requests);
    }

    [Fact]
    public async Task RunAsync_OpenModelWithRequestBound_StopsAtTheBound()
    {
        await using var target = await LoadTarget.StartAsync(context => context.Response.WriteAsync("Hello"));
        var result = await LoadRunner.RunAsync(new LoadScenario { Target = target.Address, Model = OpenModel.At(5000, Long), MaxRequests = 300 });
        (result.Requests, target.Requests, result.NotSent).ShouldBe((300, 300, 0));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RunAsync_DurationBound_EndsTheRunWithoutFailures(bool isOpen)
    {
        await using var target = await LoadTarget.StartAsync(context => context.Response.WriteAsync("Hello"));
        var result = await LoadRunner.RunAsync(new LoadScenario
        {
            Target = target.Address,
            Model = isOpen ? OpenModel.At(100, Long) : ClosedModel.Of(4, Long),
            MaxDuration = TimeSpan.FromSeconds(0.5),
        });
        (result.Failed, result.NotSent, result.AbortReason).ShouldBe((0, 0, null));
        result.Requests.ShouldBe(isOpen ? 50 : target.Requests);
    }

    [Theory]
    [InlineData(LoadProtocol.Http1)]
    [InlineData(LoadProtocol.Mcp)]
    public async Task RunAsync_CancelledBeforeTheServerAnswers_ReturnsAnEmptyResult(LoadProtocol protocol)
    {
        using var cancellation = new CancellationTokenSource();
        await using var server = new RawServer(async (stream, cancellationToken) =>
        {
            await RawServer.ReadRequestAsync(stream, cancellationToken);
            await cancellation.CancelAsync();
            await Task.Delay(Timeout.Infinite, cancellationToken);
        });
        var result = await LoadRunner.RunAsync(
            new LoadScenario { Target = server.Address, Protocol = protocol, Model = ClosedModel.Of(1, Long), Requests = [new LoadRequest { Tool = "x" }] }, null, cancellation.Token);
        (result.Requests, result.AbortReason, result.Passed).ShouldBe((0, "cancelled", false));
    }

    [Fact]
    public async Task RunAsync_Warmup_IsSentButNotCounted()
    {
        await using var target = await LoadTarget.StartAsync(context => context.Response.WriteAsync("Hello"));
        var result = await LoadRunner.RunAsync(new LoadScenario
        {
            Target = target.Address,
            Warmup = TimeSpan.FromSeconds(0.5),
            Model = OpenModel.At(200, TimeSpan.FromSeconds(0.5)),
        });
        result.Requests.ShouldBe(100);
        target.Requests.ShouldBe(200);
    }

    [Fact]
    public async Task RunAsync_StalledServer_OpenModelShowsTheStallAndServiceTimeHidesIt()
    {
        // One connection and a server that stops for 600 ms after the 100th of about 500 answers: about 300 requests fall due meanwhile,
        // 59 % of all, and wait between 0 and 600 ms. Only one of them sees a long answer.
        var answers = 0;
        var stall = TimeSpan.FromMilliseconds(600);
        await using var server = new RawServer(async (stream, cancellationToken) =>
        {
            while (await RawServer.ReadRequestAsync(stream, cancellationToken))
            {
                if (Interlocked.Increment(ref answers) == 100)
                {
                    await Task.Delay(stall, cancellationToken);
                }

                await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"u8.ToArray(), cancellationToken);
            }
        });
        var result = await LoadRunner.RunAsync(new LoadScenario { Target = server.Address, Connections = 1, Model = OpenModel.At(500, TimeSpan.FromSeconds(1)) });

        result.Requests.ShouldBe(500);
        // A timer may fire some milliseconds early by the finer clock.
        result.ServiceTime.Max.ShouldBeGreaterThan(0.58);
        // Whatever the machine does besides, waits can only be longer: at least 100 requests waited half of the stall or more.
        (500 - result.Latency.CountAtOrBelow(0.29)).ShouldBeGreaterThan(100);
        result.Latency.Percentile(99).ShouldBeGreaterThan(0.5);
        result.ServiceTime.CountAtOrBelow(0.57).ShouldBeLessThan(500);
        result.ServiceTime.Mean.ShouldBeLessThan(result.Latency.Mean);
    }

    [Fact]
    public async Task RunAsync_ServerThatIsNotThere_CountsRefusalsAtTheOfferedRate()
    {
        var result = await LoadRunner.RunAsync(new LoadScenario { Target = new Uri($"http://127.0.0.1:{ClosedPort()}/"), Model = OpenModel.At(400, TimeSpan.FromSeconds(0.5)) });
        result.Failed.ShouldBe(200);
        result.Errors.ShouldBe(new Dictionary<string, long> { ["connection refused"] = 200 });
        result.Succeeded.ShouldBe(0);
        double.IsNaN(result.Latency.Mean).ShouldBeTrue();
    }

    [Fact]
    public async Task RunAsync_UsersOfAServerThatIsNotThere_BackOff()
    {
        var result = await LoadRunner.RunAsync(new LoadScenario { Target = new Uri($"http://127.0.0.1:{ClosedPort()}/"), Model = ClosedModel.Of(2, TimeSpan.FromSeconds(0.6)) });
        // 10, 20, 40, … ms between attempts: at most 7 fit for each user, however fast the machine is.
        result.Errors.Keys.ShouldBe(["connection refused"]);
        result.Failed.ShouldBeInRange(1, 14);
    }

    [Fact]
    public async Task RunAsync_UsersOfAServerThatIsNotThere_StopAtTheRequestBound()
    {
        var result = await LoadRunner.RunAsync(new LoadScenario { Target = new Uri($"http://127.0.0.1:{ClosedPort()}/"), Model = ClosedModel.Of(2, Long), MaxRequests = 5 });
        result.Failed.ShouldBe(5);
    }

    [Fact]
    public async Task RunAsync_ServerThatHangsUpWithoutAnAnswer_IsNotHammered()
    {
        await using var server = new RawServer((_, _) => Task.CompletedTask);
        var result = await LoadRunner.RunAsync(new LoadScenario { Target = server.Address, Model = ClosedModel.Of(2, TimeSpan.FromSeconds(0.6)) });
        server.Connections.ShouldBeLessThan(40);
        result.Succeeded.ShouldBe(0);
        result.Failed.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task RunAsync_ServerThatGoesAndComesBack_IsPickedUp()
    {
        static async Task Serve(NetworkStream stream, CancellationToken cancellationToken)
        {
            while (await RawServer.ReadRequestAsync(stream, cancellationToken))
            {
                await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), cancellationToken);
            }
        }

        using var cancellation = new CancellationTokenSource();
        var server = new RawServer(Serve);
        var port = server.Port;
        var latest = new Latest();
        var run = LoadRunner.RunAsync(new LoadScenario { Target = server.Address, Connections = 4, Model = OpenModel.At(100, Long) }, latest, cancellation.Token);
        await Eventually.TrueAsync(() => latest.Succeeded > 0, "answers before");
        await server.DisposeAsync();
        await Eventually.TrueAsync(() => latest.Value?.Failed > 0, "failures while it is away");
        server = new RawServer(Serve, port);
        var before = latest.Succeeded;
        await Eventually.TrueAsync(() => latest.Succeeded > before + 50, "answers afterwards");
        await cancellation.CancelAsync();
        var result = await run;
        await server.DisposeAsync();
        result.AbortReason.ShouldBe("cancelled");
        result.Passed.ShouldBeFalse();
        result.Errors.Keys.ShouldBeSubsetOf(["connection refused", "connection reset", "connection closed"]);
    }

    [Fact]
    public async Task RunAsync_ConnectionCloseAfterEachAnswer_ConnectsAnewWithoutErrors()
    {
        await using var target = await LoadTarget.StartAsync(context =>
        {
            context.Response.Headers.Connection = "close";
            return context.Response.WriteAsync("Hello");
        });
        var result = await LoadRunner.RunAsync(new LoadScenario { Target = target.Address, Model = ClosedModel.Of(4, Long), MaxRequests = 200 });
        (result.Succeeded, result.Failed, target.Requests).ShouldBe((200, 0, 200));
        result.Phases["connect"].Count.ShouldBeGreaterThanOrEqualTo(200);
    }

    [Fact]
    public async Task RunAsync_ServerThatNeverAnswers_TimesOut()
    {
        await using var server = new RawServer(async (stream, cancellationToken) =>
        {
            await RawServer.ReadRequestAsync(stream, cancellationToken);
            await Task.Delay(Timeout.Infinite, cancellationToken);
        });
        var result = await LoadRunner.RunAsync(new LoadScenario
        {
            Target = server.Address,
            Timeout = TimeSpan.FromMilliseconds(100),
            Connections = 2,
            Model = OpenModel.At(50, TimeSpan.FromSeconds(0.4)),
        });
        result.Succeeded.ShouldBe(0);
        result.Failed.ShouldBeGreaterThan(0);
        result.Errors.Keys.ShouldBeSubsetOf(["timeout", "no answer by the end of the run"]);
        (result.Failed + result.NotSent).ShouldBe(20);
    }

    [Fact]
    public async Task RunAsync_LargeBodies_ArriveWhole()
    {
        var bodies = new ConcurrentBag<long>();
        await using var target = await LoadTarget.StartAsync(async context =>
        {
            using var memory = new MemoryStream();
            await context.Request.Body.CopyToAsync(memory);
            bodies.Add(memory.Length);
            await context.Response.WriteAsync(new string('x', 3_000_000));
        });
        var result = await LoadRunner.RunAsync(new LoadScenario
        {
            Target = target.Address,
            Model = ClosedModel.Of(2, Long),
            MaxRequests = 10,
            Requests = [new LoadRequest { Method = "POST", Body = new string('y', 5_000_000) }],
        });
        result.Succeeded.ShouldBe(10);
        bodies.ShouldAllBe(length => length == 5_000_000);
        bodies.Count.ShouldBe(10);
        result.BytesReceived.ShouldBeGreaterThan(30_000_000);
        result.BytesSent.ShouldBeGreaterThan(50_000_000);
    }

    [Fact]
    public async Task RunAsync_StatusesAndChecks_AreCountedByCause()
    {
        await using var target = await LoadTarget.StartAsync(context =>
        {
            context.Response.StatusCode = context.Request.Path == "/bad" ? 503 : 200;
            context.Response.Headers["X-Kind"] = "Good";
            return context.Response.WriteAsync("it is ok");
        });
        var scenario = new LoadScenario
        {
            Target = target.Address,
            Model = ClosedModel.Of(2, Long),
            MaxRequests = 400,
            Requests =
            [
                new LoadRequest { Path = "/bad" },
                new LoadRequest { Path = "/good", Checks = [LoadCheck.BodyContains("is ok"), LoadCheck.Header("x-kind", "good"), LoadCheck.Status("200")] },
                new LoadRequest { Path = "/body", Checks = [LoadCheck.BodyContains("absent")] },
                new LoadRequest { Path = "/header", Checks = [LoadCheck.Header("x-kind", "bad")] },
                new LoadRequest { Path = "/slow", Checks = [LoadCheck.MaxTime(TimeSpan.FromTicks(1))] },
            ],
        };
        var result = await LoadRunner.RunAsync(scenario);
        result.Errors.Keys.Order().ShouldBe(["check: body contains \"absent\"", "check: header x-kind contains \"bad\"", "check: within 0.1 µs", "status 503"]);
        result.Errors.Values.Sum().ShouldBe(result.Failed);
        result.Succeeded.ShouldBeInRange(40, 120);
        result.Statuses["503"].ShouldBe(result.Errors["status 503"]);
        result.Latency.Count.ShouldBe(400);
    }

    [Fact]
    public async Task RunAsync_Thresholds_AreJudged()
    {
        await using var target = await LoadTarget.StartAsync(context => context.Response.WriteAsync("Hello"));
        var result = await LoadRunner.RunAsync(new LoadScenario
        {
            Target = target.Address,
            Model = ClosedModel.Of(2, Long),
            MaxRequests = 50,
            Thresholds = [LoadThreshold.Parse("success >= 100%"), LoadThreshold.Parse("p99 < 1us")],
        });
        result.Thresholds.Select(threshold => threshold.Passed).ShouldBe([true, false]);
        result.Passed.ShouldBeFalse();
        result.AbortReason.ShouldBeNull();
    }

    [Fact]
    public async Task RunAsync_AbortOnFail_EndsTheRun()
    {
        await using var target = await LoadTarget.StartAsync(context =>
        {
            context.Response.StatusCode = 500;
            return Task.CompletedTask;
        });
        var result = await LoadRunner.RunAsync(new LoadScenario
        {
            Target = target.Address,
            Model = OpenModel.At(50, Long),
            Thresholds = [LoadThreshold.Parse("errors < 10")],
            AbortOnFail = true,
            AbortGrace = TimeSpan.FromSeconds(1),
        });
        result.AbortReason!.ShouldStartWith("threshold errors < 10 was not kept: ");
        result.Duration.ShouldBeLessThan(Long);
    }

    [Fact]
    public async Task RunAsync_RampOfUsers_OpensConnectionsAsItGrows()
    {
        await using var target = await LoadTarget.StartAsync(context => context.Response.WriteAsync("Hello"));
        var result = await LoadRunner.RunAsync(new LoadScenario
        {
            Target = target.Address,
            Model = new ClosedModel([new LoadStage(0, 10, TimeSpan.FromSeconds(1)), LoadStage.Hold(10, TimeSpan.FromSeconds(0.3))], ThinkTime.Parse("5ms..15ms")),
        });
        result.Connections.ShouldBe(10);
        result.Failed.ShouldBe(0);
        // Ten users who pause 5 ms or more cannot send more than this in the area under the ramp.
        result.Requests.ShouldBeInRange(10, (long)((5 + 3) / 0.005) + 10);
        target.Requests.ShouldBe(result.Requests);
    }

    [Fact]
    public async Task RunAsync_ServerThatHangsUpWhileUsersThink_DoesNotHurryThem()
    {
        var requests = 0;
        await using var server = new RawServer(async (stream, cancellationToken) =>
        {
            // Keeps a connection for 15 ms, or for 30, after each answer.
            for (var isFirst = true; ; isFirst = false)
            {
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                patience.CancelAfter(isFirst ? Timeout.Infinite : requests % 2 == 0 ? 15 : 30);
                if (!await RawServer.ReadRequestAsync(stream, patience.Token))
                {
                    return;
                }

                requests++;
                await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), cancellationToken);
            }
        });
        var result = await LoadRunner.RunAsync(new LoadScenario { Target = server.Address, Model = ClosedModel.Of(1, TimeSpan.FromSeconds(3), ThinkTime.Parse("50ms")) });
        // One who pauses 50 ms after each answer sends at most 61 times in three seconds, however fast the machine is.
        result.Requests.ShouldBeInRange(2, 61);
    }

    [Fact]
    public async Task RunAsync_OpenModel_RateIsThatOfTheWholeTimeNotOfTheTimeToTheLastRequest()
    {
        await using var target = await LoadTarget.StartAsync(context => context.Response.WriteAsync("Hello"));
        var result = await LoadRunner.RunAsync(new LoadScenario { Target = target.Address, Model = OpenModel.At(4, TimeSpan.FromSeconds(1)), MaxRequests = 4 });
        result.Requests.ShouldBe(4);
        result.RequestsPerSecond.ShouldBeLessThanOrEqualTo(4);
        result.OfferedRate.ShouldBe(4);
    }

    [Fact]
    public async Task RunAsync_DataAndTemplates_ReachTheServerEscaped()
    {
        using var folder = new TemporaryFolder();
        var seen = new ConcurrentQueue<(string Path, string Header, string Text, int Number)>();
        await using var target = await LoadTarget.StartAsync(async context =>
        {
            var body = await System.Text.Json.JsonDocument.ParseAsync(context.Request.Body);
            seen.Enqueue((context.Request.Path.Value!, context.Request.Headers["X-N"].ToString(), body.RootElement.GetProperty("text").GetString()!, body.RootElement.GetProperty("n").GetInt32()));
        });
        await File.WriteAllTextAsync(folder.File("rows.csv"), "id,text\r\na/b c,\"say \"\"hi\"\",\nplease\"\r\nü,plain\r\n");
        var yaml = $$"""
            target: {{target.Address}}
            data: rows.csv
            max_requests: 4
            closed: { users: 1, for: 1m }
            requests:
              - method: POST
                path: /x/{{"{{data.id}}"}}
                headers: { content-type: application/json, x-n: 'n-{{"{{seq}}"}}' }
                body: '{"text":"{{"{{data.text}}"}}","n":{{"{{random 5 7}}"}}}'
            """;
        var result = await LoadRunner.RunAsync(LoadScenario.FromYaml(yaml, folder.Path));
        result.Errors.ShouldBeEmpty();
        result.Succeeded.ShouldBe(4);
        seen.Select(request => request.Path).ShouldBe(["/x/a%2Fb c", "/x/ü", "/x/a%2Fb c", "/x/ü"]);
        seen.Select(request => request.Header).ShouldBe(["n-0", "n-1", "n-2", "n-3"]);
        seen.Select(request => request.Text).ShouldBe(["say \"hi\",\nplease", "plain", "say \"hi\",\nplease", "plain"]);
        seen.ShouldAllBe(request => request.Number >= 5 && request.Number <= 7);
    }

    [Theory]
    [InlineData("http://192.0.2.1/")]
    [InlineData("http://0.0.0.0:8080/")]
    [InlineData("http://[2001:db8::1]/")]
    public async Task RunAsync_OtherMachine_IsRefused(string target)
    {
        var error = await Should.ThrowAsync<LoadException>(() => LoadRunner.RunAsync(new LoadScenario { Target = new Uri(target) }));
        error.Message.ShouldContain("another machine");
        error.Message.ShouldContain("allow_remote");
    }

    [Fact]
    public async Task RunAsync_Localhost_FindsTheAddressThatListens()
    {
        await using var target = await LoadTarget.StartAsync(context => context.Response.WriteAsync("Hello"));
        var result = await LoadRunner.RunAsync(new LoadScenario { Target = new Uri($"http://localhost:{target.Address.Port}/"), Model = ClosedModel.Of(1, Long), MaxRequests = 5 });
        result.Succeeded.ShouldBe(5);
    }

    [Fact]
    public async Task RunAsync_Progress_ComesWithGrowingCounts()
    {
        await using var target = await LoadTarget.StartAsync(context => context.Response.WriteAsync("Hello"));
        var latest = new Latest();
        var result = await LoadRunner.RunAsync(new LoadScenario { Target = target.Address, Model = OpenModel.At(100, TimeSpan.FromSeconds(2.5)) }, latest);
        latest.Reports.Count.ShouldBeGreaterThanOrEqualTo(2);
        latest.Reports.Select(report => report.Requests).ShouldBeInOrder();
        latest.Reports[^1].Requests.ShouldBe(result.Requests);
        result.Timeline.Sum(interval => interval.Requests).ShouldBe(250);
        result.OfferedRate!.Value.ShouldBe(100, 1);
    }

    private static int ClosedPort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private sealed class Latest : IProgress<LoadProgress>
    {
        public List<LoadProgress> Reports { get; } = [];

        public LoadProgress? Value { get; private set; }

        public long Succeeded => Value is { } value ? value.Requests - value.Failed : 0;

        public void Report(LoadProgress value)
        {
            Value = value;
            Reports.Add(value);
        }
    }
}
