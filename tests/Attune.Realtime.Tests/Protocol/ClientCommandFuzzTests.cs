using System.Text;
using System.Text.Json;
using Attune.Realtime.Protocol;
using FsCheck;
using FsCheck.Fluent;

namespace Attune.Realtime.Tests.Protocol;

/// <summary>Whatever a client sends, the outcome is a command or an error.</summary>
public class ClientCommandFuzzTests
{
    private static readonly string[] Codes = [ErrorCodes.Malformed, ErrorCodes.UnknownType, ErrorCodes.InvalidFilter];

    private static void ForSeeds(Action<Random, int> law) =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed => law(new Random(seed), seed)).QuickCheckThrowOnFailure();

    [Fact]
    public void Read_RandomAndMutatedBytes_GivesACommandOrAnError()
    {
        var read = 0;
        var refused = 0;
        ForSeeds((random, seed) =>
        {
            var made = new RandomCommands(random);
            for (var i = 0; i < 200; i++)
            {
                var command = Encoding.UTF8.GetBytes(random.Next(5) == 0 ? made.Tree(4) : made.Command());
                var bytes = random.Next(4) == 0 ? command : made.Mutate(command, Encoding.UTF8.GetBytes(made.Command()));
                _ = Check(bytes, seed) ? read++ : refused++;
            }
        });

        read.ShouldBeGreaterThan(1000);
        refused.ShouldBeGreaterThan(1000);
    }

    [Fact]
    public void Read_RandomBytes_IsRefused() => ForSeeds((random, seed) =>
    {
        for (var i = 0; i < 50; i++)
        {
            var bytes = new byte[random.Next(200)];
            random.NextBytes(bytes);
            Check(bytes, seed).ShouldBeFalse();
        }
    });

    [Fact]
    public void Read_AnyCommand_AcceptsWhatTheSchemaDoes()
    {
        var accepted = 0;
        ForSeeds((random, seed) =>
        {
            var made = new RandomCommands(random);
            for (var i = 0; i < 200; i++)
            {
                var json = made.Command();
                if (json.Contains("\\ud800", StringComparison.Ordinal))
                {
                    // No schema can say what half a surrogate pair is.
                    continue;
                }

                using var document = JsonDocument.Parse(json);
                var command = ClientCommandReader.Read(Encoding.UTF8.GetBytes(json), out var error);
                if (error is { Code: ErrorCodes.InvalidFilter } || error?.Message.EndsWith("is there twice.", StringComparison.Ordinal) == true)
                {
                    continue;
                }

                var refusal = ProtocolDocuments.Validator.Refuse(document.RootElement, "clientMessage");
                (command is not null).ShouldBe(refusal is null, $"seed {seed}: {json}\nschema: {refusal}\nreader: {error?.Message}");
                accepted += command is null ? 0 : 1;
            }
        });

        accepted.ShouldBeGreaterThan(1000);
    }

    /// <summary>True when it was read as a command.</summary>
    private static bool Check(byte[] bytes, int seed)
    {
        var why = $"seed {seed}: {Encoding.UTF8.GetString(bytes)}";
        var command = ClientCommandReader.Read(bytes, out var error);
        (command is null).ShouldBe(error is not null, why);
        if (error is not null)
        {
            Codes.ShouldContain(error.Code, why);
            error.Message.Length.ShouldBeInRange(10, 512, why);
            using var message = JsonDocument.Parse(ServerMessages.Error(error));
            ProtocolDocuments.Validator.Refuse(message.RootElement, "error").ShouldBeNull(why);
            return false;
        }

        var written = CommandText.Write(command!);
        var again = ClientCommandReader.Read(Encoding.UTF8.GetBytes(written), out error);
        error.ShouldBeNull($"{why}\nwritten: {written}");
        CommandText.Write(again!).ShouldBe(written, why);
        return true;
    }
}
