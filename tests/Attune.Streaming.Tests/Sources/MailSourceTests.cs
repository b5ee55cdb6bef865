using Attune.Streaming.Mail;
using Attune.Streaming.Sources;
using FsCheck;
using FsCheck.Fluent;

namespace Attune.Streaming.Tests.Sources;

public class MailSourceTests
{
    private static MailInput Mail(int number, int day) => new(
        $"{number}.eml",
        $"Received: from a.example ([192.0.2.{(number % 250) + 1}]) by mx.example.org with ESMTP; {day} Aug 2002 10:00:00 +0000\nSubject: {number}\n\nbody {number}\n");

    private static MailSource Source(IEnumerable<MailInput> mails, StreamingOptions? options = null) =>
        new("mail", [.. mails.Select<MailInput, Func<MailInput>>(mail => () => mail)], options ?? new StreamingOptions());

    [Fact]
    public async Task ReadAsync_MailInAnyOrder_ComesInTheOrderOfDelivery()
    {
        var run = await SourceRun.ReadAsync(Source([Mail(1, 20), Mail(2, 3), Mail(3, 11)]));

        run.Texts.Select(text => text.Subject).ShouldBe(["2", "3", "1"]);
        run.Flows.Select(flow => flow.Timestamp.Day).ShouldBe([3, 11, 20]);
        (run.Units, run.UnitsParsed, run.Batches.Sum(batch => batch.ReceivedLines)).ShouldBe((3, 3, 3));
    }

    [Fact]
    public async Task ReadAsync_EqualDates_KeepTheOrderOfTheFiles()
    {
        var run = await SourceRun.ReadAsync(Source(Enumerable.Range(0, 50).Select(number => Mail(number, 5))));
        run.Texts.Select(text => text.Subject).ShouldBe(Enumerable.Range(0, 50).Select(number => $"{number}"));
    }

    [Fact]
    public async Task ReadAsync_MailWithoutADateOrHeader_ComesLast()
    {
        var undated = new MailInput("undated.eml", "Subject: undated\n\nbody\n");
        var broken = new MailInput("broken.eml", "");
        var run = await SourceRun.ReadAsync(Source([undated, broken, Mail(1, 20)], new StreamingOptions { BatchSize = 1 }));

        run.Batches[0].Texts.ShouldHaveSingleItem().Subject.ShouldBe("1");
        run.Letters.Select(letter => letter.Origin).ShouldBe(["undated.eml", "broken.eml"]);
        (run.Units, run.UnitsParsed).ShouldBe((3, 2));
    }

    [Fact]
    public async Task ReadAsync_SecondTime_GivesTheSame()
    {
        var source = Source(Enumerable.Range(0, 20).Select(number => Mail(number, (number * 7 % 28) + 1)), new StreamingOptions { BatchSize = 4 });
        var first = await SourceRun.ReadAsync(source);
        var second = await SourceRun.ReadAsync(source);

        second.Flows.ShouldBe(first.Flows);
        second.Texts.ShouldBe(first.Texts);
        second.Batches.Select(batch => batch.Units).ShouldBe(first.Batches.Select(batch => batch.Units));
        second.Batches.SelectMany(batch => batch.Watermarks).ShouldBe(first.Batches.SelectMany(batch => batch.Watermarks));
        source.Parsed.ShouldBe(20);
    }

    [Fact]
    public async Task ReadAsync_AfterACancelledRead_StartsAgain()
    {
        using var cancellation = new CancellationTokenSource();
        var mails = new Func<MailInput>[] { () => Mail(1, 1), Cancel, () => Mail(3, 3) };
        var source = new MailSource("mail", mails, new StreamingOptions());
        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (var batch in source.ReadAsync(cancellation.Token))
            {
                batch.ShouldBeNull();
            }
        });

        (await SourceRun.ReadAsync(source)).Texts.Count.ShouldBe(3);
        source.Parsed.ShouldBe(3);

        MailInput Cancel()
        {
            cancellation.Cancel();
            return Mail(2, 2);
        }
    }

    [Fact]
    public async Task ReadAsync_FileThatCannotBeRead_SaysSo()
    {
        var source = new MailSource("mail", [() => Mail(1, 1), () => throw new SourceException("no such luck")], new StreamingOptions());
        (await Should.ThrowAsync<SourceException>(() => SourceRun.ReadAsync(source))).Message.ShouldBe("no such luck");
    }

    [Fact]
    public async Task ReadAsync_NoMail_GivesNoBatch() => (await SourceRun.ReadAsync(Source([]))).Batches.ShouldBeEmpty();

    [Fact]
    public void Watermarks_AnyMail_TrailTheDeliveriesBeforeThemByTheBoundAndNeverGoBack() =>
        Prop.ForAll(Gen.Choose(1, 28).NonEmptyListOf().ToArbitrary(), Gen.Choose(0, 20).ToArbitrary(), Gen.Choose(1, 9).ToArbitrary(), (days, bound, size) =>
        {
            var options = new StreamingOptions { MaxOutOfOrderness = TimeSpan.FromDays(bound), BatchSize = size, WindowSize = TimeSpan.FromDays(2) };
            var run = SourceRun.ReadAsync(Source(days.Select((day, number) => Mail(number, day)), options)).GetAwaiter().GetResult();
            var (earlier, before) = (new List<DateTime>(), DateTime.MinValue);
            foreach (var batch in run.Batches)
            {
                foreach (var mark in batch.Watermarks)
                {
                    var latest = earlier.Concat(batch.Texts.Take(mark.Texts).Select(text => text.Timestamp)).Max();
                    mark.Time.ShouldBe(latest - options.MaxOutOfOrderness);
                    mark.Time.ShouldBeGreaterThanOrEqualTo(before);
                    before = mark.Time;
                }

                earlier.AddRange(batch.Texts.Select(text => text.Timestamp));
                batch.Watermarks[^1].Time.ShouldBe(earlier.Max() - options.MaxOutOfOrderness);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(50));
}
