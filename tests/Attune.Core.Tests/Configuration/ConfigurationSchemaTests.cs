using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Attune.Configuration;

namespace Attune.Core.Tests.Configuration;

public sealed class ConfigurationSchemaTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("attune-config-").FullName;

    public enum Mode
    {
        Normal,
        Full,
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private sealed class SampleOptions
    {
        [Range(1, 1000)]
        [Description("Rows per batch.")]
        public int BatchSize { get; set; } = 100;

        [Range(typeof(TimeSpan), "00:00:00.001", "00:01:00")]
        public TimeSpan FlushDelay { get; set; } = TimeSpan.FromMilliseconds(5);

        public Mode Mode { get; set; } = Mode.Normal;

        [Secret]
        public string ApiKey { get; set; } = "";

        public bool Enabled { get; set; }

        public double? Ratio { get; set; }
    }

    private static ConfigurationSchema Schema() => new ConfigurationSchema()
        .AddSection<SampleOptions>("sample")
        .AddProfile("production", "sample:\n  batch_size: 500\n  mode: full\n");

    private ConfigurationSources Sources(string? yaml = null)
    {
        if (yaml is not null)
        {
            File.WriteAllText(Path.Combine(_folder, "attune.yaml"), yaml);
        }

        return new ConfigurationSources { WorkingDirectory = _folder };
    }

    [Fact]
    public void Load_WithoutAnySource_GivesDefaults()
    {
        var configuration = Schema().Load(Sources());
        configuration.Profile.ShouldBe("development");
        configuration.Get<SampleOptions>().BatchSize.ShouldBe(100);
        configuration.Settings.Single(setting => setting.Path == "sample.batch_size").Origin.ShouldBe("default");
    }

    [Fact]
    public void Load_EverySourceSetsIt_TheLaterOneWins()
    {
        var sources = Sources("profile: production\nsample:\n  batch_size: 600\n  flush_delay: 20ms\n");
        Schema().Load(sources with { Profile = "development" }).Get<SampleOptions>().Mode.ShouldBe(Mode.Normal);
        var fromFile = Schema().Load(sources).Get<SampleOptions>();
        (fromFile.BatchSize, fromFile.Mode, fromFile.FlushDelay).ShouldBe((600, Mode.Full, TimeSpan.FromMilliseconds(20)));

        sources = sources with { Environment = new Dictionary<string, string> { ["ATTUNE__SAMPLE__BATCH_SIZE"] = "700", ["PATH"] = "x" } };
        Schema().Load(sources).Get<SampleOptions>().BatchSize.ShouldBe(700);

        sources = sources with { CommandLine = [("sample.batch_size", "800", "--set")] };
        var configuration = Schema().Load(sources);
        configuration.Get<SampleOptions>().BatchSize.ShouldBe(800);
        configuration.Settings.Single(setting => setting.Path == "sample.batch_size").Origin.ShouldBe("--set");
    }

    [Fact]
    public void Load_ProfileFileBesideTheFile_OverridesIt()
    {
        File.WriteAllText(Path.Combine(_folder, "attune.production.yaml"), "sample:\n  batch_size: 42\n");
        var sources = Sources("sample:\n  batch_size: 600\n");
        Schema().Load(sources).Get<SampleOptions>().BatchSize.ShouldBe(600);
        Schema().Load(sources with { Profile = "production" }).Get<SampleOptions>().BatchSize.ShouldBe(42);
    }

    [Theory]
    [InlineData("sample.batch_size", "0", "'0' is not allowed, the range is 1..1000")]
    [InlineData("sample.batch_size", "ten", "'ten' is not a whole number")]
    [InlineData("sample.batch_size", "1.5", "'1.5' is not a whole number")]
    [InlineData("sample.flush_delay", "2h", "'2h' is not allowed, the range is 1ms..1m")]
    [InlineData("sample.flush_delay", "soon", "'soon' is not a duration such as 250ms, 30s, 5m, 12h or 1d")]
    [InlineData("sample.mode", "fast", "'fast' is not one of normal, full")]
    [InlineData("sample.mode", "1", "'1' is not one of normal, full")]
    [InlineData("sample.enabled", "maybe", "'maybe' is not true or false")]
    [InlineData("sample.ratio", "NaN", "'NaN' is not a number")]
    [InlineData("sample.batchsize", "5", "there is no such option; did you mean sample.batch_size?")]
    [InlineData("nothing.at.all", "5", "there is no such option")]
    public void Load_BadValue_NamesThePathAndTheRange(string path, string value, string message)
    {
        var error = Should.Throw<ConfigurationException>(() => Schema().Load(Sources() with { CommandLine = [(path, value, "--set")] }));
        error.Errors.ShouldHaveSingleItem().ShouldBe(new ConfigurationError(path, message, "--set"));
    }

    [Fact]
    public void Load_SeveralBadValues_ReportsAllWithTheirLines()
    {
        var error = Should.Throw<ConfigurationException>(() => Schema().Load(Sources("sample:\n  batch_size: 0\n  mode: x\n")));
        error.Errors.Count.ShouldBe(2);
        error.Errors[0].Origin.ShouldEndWith("attune.yaml:2");
        error.Errors[1].Origin.ShouldEndWith("attune.yaml:3");
    }

    [Theory]
    [InlineData("sample: [1, 2]\n")]
    [InlineData("sample:\n  batch_size: [1]\n")]
    [InlineData("- 1\n- 2\n")]
    [InlineData("sample: {batch_size: 1\n")]
    [InlineData("a: &x b\n*x : c\nsample: !!binary 1\n  - x")]
    public void Load_FileOfAnotherShape_IsOneClearError(string yaml) =>
        Should.Throw<ConfigurationException>(() => Schema().Load(Sources(yaml))).Errors.ShouldNotBeEmpty();

    [Theory]
    [InlineData("")]
    [InlineData("# nothing set\n")]
    public void Load_EmptyFile_GivesDefaults(string yaml) =>
        Schema().Load(Sources(yaml)).Get<SampleOptions>().BatchSize.ShouldBe(100);

    [Fact]
    public void Load_UnknownProfile_NamesTheKnownOnes() =>
        Should.Throw<ConfigurationException>(() => Schema().Load(Sources() with { Profile = "prod" }))
            .Message.ShouldContain("'prod' is not a profile, use one of development, production");

    [Fact]
    public void Load_NamedFileMissing_SaysSo() =>
        Should.Throw<ConfigurationException>(() => Schema().Load(Sources() with { File = "/nowhere/attune.yaml" }))
            .Message.ShouldContain("'/nowhere/attune.yaml' does not exist");

    [Fact]
    public void Settings_Secret_IsNotShown()
    {
        var configuration = Schema().Load(Sources() with { CommandLine = [("sample.api_key", "hunter2", "--set")] });
        configuration.Get<SampleOptions>().ApiKey.ShouldBe("hunter2");
        configuration.Settings.ShouldNotContain(setting => setting.Value.Contains("hunter2"));
    }
}
