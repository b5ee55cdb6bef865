using System.Buffers;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using Attune.Measurement;
using FsCheck;
using FsCheck.Fluent;

namespace Attune.Core.Tests.Measurement;

public class PrometheusWriterTests
{
    [Fact]
    public void Write_EachKind_IsTheExpectedText()
    {
        var latency = new LatencyHistogram();
        latency.RecordMicroseconds(3_000);
        latency.RecordMicroseconds(70_000);

        Write(
            Series("attune.streaming.flows", MetricKind.Counter, 12, "{flow}", ("route", "a")) with { Description = "Flows\nseen." },
            Series("attune.streaming.flows", MetricKind.Counter, 3, "{flow}"),
            Series("attune.cache.size", MetricKind.UpDownCounter, 1.5, "KiBy"),
            Series("attune.load", MetricKind.Gauge, 25, "%"),
            Series("attune.queue.wait", MetricKind.Counter, 1500, "ms"),
            Series("attune.http.duration", MetricKind.Histogram, null, "s", ("route", "a")) with { Histogram = latency.Snapshot() })
            .ShouldBe("""
            # HELP attune_cache_size_bytes attune.cache.size
            # TYPE attune_cache_size_bytes gauge
            attune_cache_size_bytes 1536
            # HELP attune_http_duration_seconds attune.http.duration
            # TYPE attune_http_duration_seconds histogram
            attune_http_duration_seconds_bucket{route="a",le="1E-05"} 0
            attune_http_duration_seconds_bucket{route="a",le="0.0001"} 0
            attune_http_duration_seconds_bucket{route="a",le="0.00025"} 0
            attune_http_duration_seconds_bucket{route="a",le="0.0005"} 0
            attune_http_duration_seconds_bucket{route="a",le="0.001"} 0
            attune_http_duration_seconds_bucket{route="a",le="0.0025"} 0
            attune_http_duration_seconds_bucket{route="a",le="0.005"} 1
            attune_http_duration_seconds_bucket{route="a",le="0.01"} 1
            attune_http_duration_seconds_bucket{route="a",le="0.025"} 1
            attune_http_duration_seconds_bucket{route="a",le="0.05"} 1
            attune_http_duration_seconds_bucket{route="a",le="0.1"} 2
            attune_http_duration_seconds_bucket{route="a",le="0.25"} 2
            attune_http_duration_seconds_bucket{route="a",le="0.5"} 2
            attune_http_duration_seconds_bucket{route="a",le="1"} 2
            attune_http_duration_seconds_bucket{route="a",le="2.5"} 2
            attune_http_duration_seconds_bucket{route="a",le="5"} 2
            attune_http_duration_seconds_bucket{route="a",le="10"} 2
            attune_http_duration_seconds_bucket{route="a",le="30"} 2
            attune_http_duration_seconds_bucket{route="a",le="60"} 2
            attune_http_duration_seconds_bucket{route="a",le="300"} 2
            attune_http_duration_seconds_bucket{route="a",le="+Inf"} 2
            attune_http_duration_seconds_sum{route="a"} 0.07300000000000001
            attune_http_duration_seconds_count{route="a"} 2
            # HELP attune_load_ratio attune.load
            # TYPE attune_load_ratio gauge
            attune_load_ratio 0.25
            # HELP attune_queue_wait_seconds_total attune.queue.wait
            # TYPE attune_queue_wait_seconds_total counter
            attune_queue_wait_seconds_total 1.5
            # HELP attune_streaming_flows_total Flows\nseen.
            # TYPE attune_streaming_flows_total counter
            attune_streaming_flows_total 3
            attune_streaming_flows_total{route="a"} 12

            """.ReplaceLineEndings("\n"));
    }

    [Theory]
    [InlineData("a.b-c/d", MetricKind.Gauge, "", "a_b_c_d")]
    [InlineData("camelCase.Name", MetricKind.Gauge, "", "camel_case_name")]
    [InlineData("dotnet.process.cpu.count", MetricKind.UpDownCounter, "{cpu}", "dotnet_process_cpu")]
    [InlineData("x.total", MetricKind.Counter, "", "x_total")]
    [InlineData("x.total", MetricKind.Gauge, "", "x")]
    [InlineData("x.seconds", MetricKind.Counter, "s", "x_seconds_total")]
    [InlineData("my.gauge", MetricKind.Gauge, "By", "my_bytes")]
    [InlineData("5xx", MetricKind.Counter, "", "_5xx_total")]
    [InlineData("???", MetricKind.Gauge, "", "unnamed")]
    public void Write_Name_FollowsTheConventions(string instrument, MetricKind kind, string unit, string expected) =>
        Write(Series(instrument, kind, 1, unit)).ShouldContain($"\n{expected} 1\n");

    [Fact]
    public void Write_TwoInstrumentsOfOneNameAndLabels_AreOneSeries() =>
        SamplesOf(Write(Series("a.b", MetricKind.Counter, 1, ""), Series("a_b", MetricKind.Counter, 2, ""))).ShouldBe(["a_b_total 3"]);

    [Fact]
    public void Write_OneNameTwoTypes_AreTwoFamilies()
    {
        var text = Write(
            Series("a.b", MetricKind.Gauge, 1, ""),
            Series("a_b", MetricKind.Histogram, null, "") with { Histogram = HistogramSnapshot.Empty });
        text.ShouldContain("# TYPE a_b gauge\na_b 1\n");
        text.ShouldContain("# TYPE a_b_value histogram\n");
        text.ShouldContain("a_b_value_count 0\n");
    }

    [Fact]
    public void Write_HistogramsOfOneNameInTwoUnits_AreNotAdded()
    {
        var histogram = new ValueHistogram();
        histogram.Record(2);
        var text = Write(
            Series("size", MetricKind.Histogram, null, "By") with { Histogram = histogram.Snapshot() },
            Series("size", MetricKind.Histogram, null, "KiBy") with { Histogram = histogram.Snapshot() });
        text.ShouldContain("size_bytes_sum 2\n");
        text.ShouldContain("size_value_bytes_sum 2048\n");
        text.ShouldContain("size_value_bytes_bucket{le=\"1024\"} 0\nsize_value_bytes_bucket{le=\"4096\"} 1\n");
    }

    [Fact]
    public void Write_UnusualNumbers_AreWritten() => SamplesOf(Write(
        Series("a", MetricKind.Gauge, double.NaN, ""),
        Series("b", MetricKind.Gauge, double.PositiveInfinity, ""),
        Series("c", MetricKind.Gauge, double.NegativeInfinity, ""),
        Series("d", MetricKind.Gauge, 1e300, ""))).ShouldBe(["a NaN", "b +Inf", "c -Inf", "d 1E+300"]);

    [Fact]
    public void Write_ReservedEmptyAndCollidingLabels_StayValid() => SamplesOf(Write(
        Series("a", MetricKind.Gauge, 1, "", ("le", "x"), ("empty", ""), ("a.b", "1"), ("a_b", "2"), ("__name__", "n"))))
        .ShouldBe(["a{a_b=\"1;2\",exported_le=\"x\",name=\"n\"} 1"]);

    [Fact]
    public void Write_OtherCulture_ChangesNothing()
    {
        var culture = CultureInfo.CurrentCulture;
        var strange = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        strange.NumberFormat.NumberDecimalSeparator = ",";
        strange.NumberFormat.NegativeSign = "~";
        try
        {
            CultureInfo.CurrentCulture = strange;
            Write(Series("a", MetricKind.Gauge, -1.5, "")).ShouldContain("\na -1.5\n");
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void Write_AnyLabelValues_ReadBackAsWritten()
    {
        var value = Gen.Elements('\\', '"', '\n', ',', '=', '{', '}', ' ', 'a', 'é', '☃', '\r', '\t', 'n')
            .ListOf().Select(letters => new string([.. letters]));
        Prop.ForAll(value.Zip(value).ToArbitrary(), pair =>
        {
            var line = SamplesOf(Write(Series("m", MetricKind.Gauge, 1, "", ("a", pair.Item1), ("b", pair.Item2)))).ShouldHaveSingleItem();
            var expected = new[] { KeyValuePair.Create("a", pair.Item1), KeyValuePair.Create("b", pair.Item2) }.Where(label => label.Value.Length > 0);
            ParseLabels(line).ShouldBe(expected);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Write_AnySeries_NeverRepeatsOne()
    {
        var tag = Gen.Elements("a", "a.b", "a_b", "A", "le").Zip(Gen.Elements("", "1", "2", "\ud800", "\udc00"));
        var series = Gen.Elements("x", "x.y", "x_y", "x.y.count", "x.total", "x.y.seconds", "x.sum", "x.bucket").Zip(
            Gen.Elements(Enum.GetValues<MetricKind>())).Zip(tag.ListOf()).Zip(Gen.Elements("", "s", "ms", "By", "%"));
        Prop.ForAll(series.ListOf().ToArbitrary(), all =>
        {
            var text = Write([.. all.Select(one =>
            {
                var (((name, kind), tags), unit) = one;
                return Series(name, kind, kind == MetricKind.Histogram ? null : 1, unit, [.. tags]) with
                {
                    Histogram = kind == MetricKind.Histogram ? HistogramSnapshot.Empty : null,
                };
            })]);
            SamplesOf(text).Select(line => line[..line.LastIndexOf(' ')]).ShouldBeUnique(StringComparer.Ordinal);
            text.Split('\n').Where(line => line.StartsWith("# TYPE", StringComparison.Ordinal)).Select(line => line.Split(' ')[2]).ShouldBeUnique(StringComparer.Ordinal);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Write_Bytes_AreTheTextInUtf8()
    {
        var snapshot = new MetricsSnapshot(default, [Series("m", MetricKind.Gauge, 1, "", ("k", "é☃\U0001F600"))]);
        var bytes = new ArrayBufferWriter<byte>();
        using var text = new StringWriter();

        PrometheusWriter.Write(snapshot, bytes);
        PrometheusWriter.Write(snapshot, text);

        bytes.WrittenSpan.ToArray().ShouldBe(Encoding.UTF8.GetBytes(text.ToString()));
    }

    [SkippableFact]
    public void Write_LiveMeters_PassPromtool()
    {
        Skip.IfNot(IsOnPath("promtool"), "promtool is not installed (Debian package prometheus)");
        var name = $"Promtool{Guid.NewGuid():N}";
        using var collector = new MetricsCollector(name, "System.Runtime", "Microsoft.AspNetCore.");
        using var meter = new Meter(name);
        meter.CreateCounter<long>("attune.streaming.flows", "{flow}", "Flows.").Add(3, KeyValuePair.Create("source", (object?)"a\"\\\n☃"));
        meter.CreateHistogram<double>("attune.http.duration", "ms").Record(12.5);
        meter.CreateHistogram<long>("attune.message.size", "By", "Sizes.").Record(5000);
        meter.CreateGauge<double>("attune.queue.fillCount", "%").Record(40);
        meter.CreateUpDownCounter<int>("attune.open.count").Add(2, KeyValuePair.Create("le", (object?)"x"));
        GC.Collect();
        using var text = new StringWriter();
        PrometheusWriter.Write(collector.Collect(), text);

        var (exitCode, output) = RunPromtool(text.ToString());

        exitCode.ShouldBe(0, output);
        text.ToString().ShouldContain("dotnet_gc_collections_total{");
    }

    private static (int ExitCode, string Output) RunPromtool(string text)
    {
        var start = new ProcessStartInfo("promtool", ["check", "metrics"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        };
        using var process = Process.Start(start)!;
        process.StandardInput.Write(text);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }

    private static bool IsOnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
        .Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    private static string[] SamplesOf(string text) =>
        [.. text.Split('\n').Where(line => line.Length > 0 && !line.StartsWith('#'))];

    /// <summary>Reads the labels of a sample line by the format's own rules.</summary>
    private static List<KeyValuePair<string, string>> ParseLabels(string line)
    {
        var labels = new List<KeyValuePair<string, string>>();
        var at = line.IndexOf('{', StringComparison.Ordinal) + 1;
        while (at > 0 && line[at] != '}')
        {
            var equals = line.IndexOf('=', at);
            var value = new StringBuilder();
            var position = equals + 2;
            for (; line[position] != '"'; position++)
            {
                value.Append(line[position] != '\\' ? line[position] : line[++position] == 'n' ? '\n' : line[position]);
            }

            labels.Add(KeyValuePair.Create(line[at..equals], value.ToString()));
            at = line[position + 1] == ',' ? position + 2 : position + 1;
        }

        return labels;
    }

    private static string Write(params MetricSeries[] series)
    {
        using var text = new StringWriter();
        PrometheusWriter.Write(new MetricsSnapshot(default, series), text);
        return text.ToString();
    }

    private static MetricSeries Series(
        string name, MetricKind kind, double? value, string unit, params (string Key, string Value)[] tags) => new()
        {
            MeterName = "Attune.Test",
            InstrumentName = name,
            Kind = kind,
            Unit = unit,
            Value = value,
            Tags = [.. tags.Select(tag => KeyValuePair.Create(tag.Key, tag.Value))],
        };
}
