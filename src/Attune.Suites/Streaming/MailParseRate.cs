using Attune.Lab.Benchmarks;
using Attune.Streaming.Mail;
using Attune.Suites.Workloads;

namespace Attune.Suites.Streaming;

/// <summary>The mail parser on real mail; each <c>Received</c> line has to become a flow or a dead letter.</summary>
internal sealed class MailParseRate() : RoomBenchmark(StreamingSuite.Name, "mail_parse_rate", "Real messages of the SpamAssassin corpus, parsed on one core")
{
    private readonly MailParser _parser = new();
    private IReadOnlyList<MailInput> _messages = [];

    public override BenchmarkFigure Figure { get; } = BenchmarkFigure.Rate("messages");

    public override long OperationsPerRun => _messages.Count;

    public override string? Unavailable => MailSample.Unavailable;

    public override ValueTask SetUpAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        _messages = MailSample.Read(context.Parameter("messages", 1000, 1, 10_000));
        return ValueTask.CompletedTask;
    }

    public override ValueTask RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        var (parsed, lines, accounted) = (0, 0L, 0L);
        foreach (var message in _messages)
        {
            var mail = _parser.Parse(message);
            parsed += mail.IsParsed ? 1 : 0;
            lines += mail.ReceivedLines;
            accounted += mail.Flows.Count + mail.DeadLetters.Count(letter => letter.Position.StartsWith(ParsedMail.ReceivedPosition, StringComparison.Ordinal));
        }

        context.ReportQuality("parsed", parsed / (double)_messages.Count);
        context.ReportQuality("lines_accounted_for", lines == 0 ? 1 : accounted / (double)lines);
        return lines == accounted ? ValueTask.CompletedTask : throw new InvalidOperationException($"{accounted} of {lines} Received lines became a flow or a dead letter.");
    }
}
