using Attune.Lab.Load;
using Attune.Testing;

namespace Attune.Lab.Tests.Load.Scenario;

public class ScenarioReaderTests
{
    private const string Full = """
        name: events
        target: http://127.0.0.1:8787
        protocol: http2
        connections: 32
        streams: 4
        timeout: 2s
        max_requests: 1000
        max_duration: 5m
        warmup: 500ms
        seed: 9
        workers: 2
        allow_remote: true
        insecure_tls: true
        abort_on_fail: true
        abort_grace: 3s
        headers: { authorization: Bearer x }
        open:
          arrivals: poisson
          stages:
            - { rate: 100, for: 10s }
            - { from: 100, to: 1000, for: 1.5m }
        requests:
          - { name: a, path: /a, weight: 3 }
          - method: post
            path: /b
            body: '{"n":{{seq}}}'
            headers: { content-type: application/json }
            checks:
              - status: 200-299
              - { body_contains: ok, max_ms: 250 }
        checks:
          - header: 'server: kestrel'
        thresholds:
          - p95 < 500ms
          - success >= 99%
        """;

    [Fact]
    public void FromYaml_EveryKey_IsRead()
    {
        var scenario = LoadScenario.FromYaml(Full);
        (scenario.Name, scenario.Target, scenario.Protocol).ShouldBe(("events", new Uri("http://127.0.0.1:8787"), LoadProtocol.Http2));
        (scenario.Connections, scenario.Streams, scenario.MaxRequests, scenario.Seed, scenario.Workers).ShouldBe((32, 4, 1000, 9, 2));
        (scenario.Timeout, scenario.MaxDuration, scenario.Warmup, scenario.AbortGrace)
            .ShouldBe((TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(3)));
        (scenario.AllowRemote, scenario.InsecureTls, scenario.AbortOnFail).ShouldBe((true, true, true));
        scenario.Headers["Authorization"].ShouldBe("Bearer x");
        var model = scenario.Model.ShouldBeOfType<OpenModel>();
        model.Arrivals.ShouldBe(Arrivals.Poisson);
        model.Stages.ShouldBe([LoadStage.Hold(100, TimeSpan.FromSeconds(10)), new LoadStage(100, 1000, TimeSpan.FromSeconds(90))]);
        model.Describe().ShouldBe("open, Poisson, 100/s for 10 s, then 100 to 1,000/s in 90 s");
        scenario.Requests.Select(request => (request.Name, request.Method, request.Path, request.Body, request.Weight))
            .ShouldBe([("a", "GET", "/a", null, 3.0), ("", "post", "/b", """{"n":{{seq}}}""", 1.0)]);
        scenario.Requests[1].Checks.Select(check => check.Name).ShouldBe(["status 200-299", "body contains \"ok\"", "within 250 ms"]);
        scenario.Checks.Single().Name.ShouldBe("header server contains \"kestrel\"");
        scenario.Thresholds.Select(threshold => threshold.Text).ShouldBe(["p95 < 500ms", "success >= 99%"]);
    }

    [Fact]
    public void FromYaml_ClosedModel_IsRead()
    {
        var scenario = LoadScenario.FromYaml("""
            target: ws://localhost:1/x
            protocol: websocket
            closed: { users: 64, for: 30s, think: 100ms..300ms }
            requests: [{ body: hi, expect: none }]
            """);
        scenario.Model.ShouldBe(new ClosedModel(scenario.Model.Stages, new ThinkTime(TimeSpan.FromSeconds(0.1), TimeSpan.FromSeconds(0.3))));
        scenario.Model.Describe().ShouldBe("closed, 64 users for 30 s, think 100 ms to 300 ms");
        scenario.Requests[0].Expect.ShouldBe(AnswerExpectation.None);
    }

    [Theory]
    [InlineData("conections: 3", "scenario:2: conections is unknown; there are abort_grace, ")]
    [InlineData("connections: many", "scenario:2: connections: 'many' is not a whole number")]
    [InlineData("connections: 0", "scenario: connections: 0 is not allowed, the range is 1..10000")]
    [InlineData("timeout: 11m", "scenario: timeout: 11 min is not allowed, the range is 1 ms..10 min")]
    [InlineData("timeout: 5", "scenario:2: timeout: '5' is not a duration such as 250ms, 30s, 5m or 1h")]
    [InlineData("protocol: http3", "scenario:2: protocol: 'http3' is not one of http1, http2, websocket, mcp")]
    [InlineData("protocol: 1", "scenario:2: protocol: '1' is not one of")]
    [InlineData("protocol: mcp\nrequests: [{}]", "scenario: requests[0].tool: the protocol mcp needs the name of a tool")]
    [InlineData("protocol: mcp", "scenario: requests: the protocol mcp needs at least one, with the name of a tool")]
    [InlineData("protocol: websocket", "scenario: requests: the protocol websocket needs at least one, with the text of a message")]
    [InlineData("allow_remote: 1", "scenario:2: allow_remote: '1' is not true or false")]
    [InlineData("open: { rate: 5 }", "scenario:2: open needs 'for', the duration of a stage")]
    [InlineData("open: { rate: 5, from: 3, for: 1s }", "scenario:2: open needs either 'rate', or 'from' and 'to'")]
    [InlineData("open: { users: 5, for: 1s }", "scenario:2: open needs either 'rate', or 'from' and 'to'")]
    [InlineData("open:\n  stages:\n    - { rate: -5, for: 1s }", "scenario: stages: rate -5..-5 is not allowed, the range is 0..1000000")]
    [InlineData("open: { rate: 0, for: 1s }", "scenario: stages: at least one must have a rate above 0")]
    [InlineData("closed: { users: 1.5, for: 1s }", "scenario: stages: users must be a whole number")]
    [InlineData("closed: { users: 1, for: 0s }", "scenario: stages: the time 0 s is not allowed")]
    [InlineData("closed: { users: 1, for: 1s, think: 5s..1s }", "scenario:2: think: '5s..1s' is not a pause such as 250ms or 100ms..500ms")]
    [InlineData("closed: { users: 1, for: 1s }\nopen: { rate: 1, for: 1s }", "scenario:1: the scenario has an open model and a closed one, but only one is possible")]
    [InlineData("checks: [{ status: 2xx }]", "scenario:2: status: '2xx' is not a status or a range from 100 to 599, for example 200-299")]
    [InlineData("checks: [{ stauts: 200 }]", "scenario:2: checks[0].stauts is unknown; there are body_contains, header, max_ms, status")]
    [InlineData("checks: [{ max_ms: nan }]", "scenario:2: checks[0].max_ms: NaN is not allowed, the range is 0.001..86400000")]
    [InlineData("checks: [{ max_ms: 1e300 }]", "scenario:2: checks[0].max_ms: 1E+300 is not allowed, the range is 0.001..86400000")]
    [InlineData("checks: [{ max_ms: 0 }]", "scenario:2: checks[0].max_ms: 0 is not allowed, the range is 0.001..86400000")]
    [InlineData("thresholds: [p95 < 500]", "scenario:2: thresholds: 'p95 < 500' is not a threshold such as ")]
    [InlineData("thresholds: p95 < 5s", "scenario:2: thresholds must be a list")]
    [InlineData("requests: [{ path: a }]", "scenario: requests[0].path: 'a' must start with '/'")]
    [InlineData("requests: [{ method: 'GET X' }]", "scenario: requests[0].method: 'GET X' must be an HTTP method such as GET or POST")]
    [InlineData("requests: [{ weight: 0 }]", "scenario: requests[0].weight: 0 is not allowed, the range is 0.001..1000000")]
    [InlineData("headers: { 'a b': x }", "scenario: headers: 'a b' is not the name of a header field")]
    [InlineData("headers: { a: \"x\\r\\nb: y\" }", "scenario: headers: the value of a must be one line")]
    [InlineData("headers: { Content-Length: 5 }", "scenario: headers: Content-Length is set by the load generator")]
    [InlineData("data: ../x.csv", "scenario:2: data: '../x.csv' is outside the scenario's folder")]
    [InlineData("data: /etc/passwd", "scenario:2: data: '/etc/passwd' is outside the scenario's folder")]
    [InlineData("name: [", "scenario:3: not valid YAML: ")]
    public void FromYaml_SomethingNotAllowed_NamesLineKeyAndRange(string line, string message)
    {
        var error = Should.Throw<LoadException>(() => LoadScenario.FromYaml("target: http://127.0.0.1:1/\n" + line + "\n"));
        error.Message.ShouldStartWith(message);
        error.Message.ShouldNotContain("\n");
    }

    [Theory]
    [InlineData("target: nonsense", "scenario:1: target: 'nonsense' is not a URL")]
    [InlineData("target: ftp://127.0.0.1/", "scenario: target: the scheme 'ftp' is not http, https, ws or wss")]
    [InlineData("target: ws://127.0.0.1/", "scenario: target: ws needs the protocol websocket")]
    [InlineData("target: http://me:secret@127.0.0.1/", "scenario: target: user names and passwords belong in a header, not in the URL")]
    [InlineData("name: x", "scenario: target: must be a URL such as http://127.0.0.1:8787/health")]
    [InlineData("", "scenario: the scenario is empty")]
    [InlineData("- a", "scenario:1: the scenario must be a mapping of keys to values")]
    public void FromYaml_Target_IsChecked(string yaml, string message) =>
        Should.Throw<LoadException>(() => LoadScenario.FromYaml(yaml)).Message.ShouldStartWith(message);

    [Fact]
    public void FromYamlFile_DataBesideTheFile_IsFoundButNotThroughALink()
    {
        using var folder = new TemporaryFolder();
        using var elsewhere = new TemporaryFolder();
        File.WriteAllText(folder.File("s.yaml"), "target: http://127.0.0.1:1/\ndata: rows.csv\n");
        LoadScenario.FromYamlFile(folder.File("s.yaml")).DataFile.ShouldBe(folder.File("rows.csv"));

        File.WriteAllText(elsewhere.File("secret.csv"), "a\n1\n");
        File.CreateSymbolicLink(folder.File("rows.csv"), elsewhere.File("secret.csv"));
        Should.Throw<LoadException>(() => LoadScenario.FromYamlFile(folder.File("s.yaml"))).Message.ShouldBe("s.yaml:2: data: 'rows.csv' is reached through a link");
    }

    [Fact]
    public void FromYamlFile_NoSuchFile_SaysSo() =>
        Should.Throw<LoadException>(() => LoadScenario.FromYamlFile("/nowhere/s.yaml")).Message.ShouldStartWith("/nowhere/s.yaml cannot be read: ");
}
