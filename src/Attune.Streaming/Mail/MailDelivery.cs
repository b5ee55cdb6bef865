using System.Runtime.InteropServices;
using Attune.Streaming.Mail.Dates;
using Attune.Streaming.Mail.Headers;
using Attune.Streaming.Mail.Received;

namespace Attune.Streaming.Mail;

/// <summary>Finds when a message was delivered, out of dates of which some are wrong.</summary>
internal static class MailDelivery
{
    /// <summary>How near another date must be to vouch for one: queues give up after five days.</summary>
    private static readonly TimeSpan Support = TimeSpan.FromDays(7);

    public static DateTime? Find(
        ReadOnlySpan<char> text,
        HeaderBlock header,
        List<(HeaderField Field, ReceivedHop Hop)> hops)
    {
        var dates = new List<DateTime>(hops.Count + 2);
        foreach (var (_, hop) in hops)
        {
            AddBelievable(dates, hop.Date);
        }

        var received = dates.Count;
        AddBelievable(dates, MailDate.TryParse(header.Find(text, "Date"), out var sent) ? sent : null);
        AddBelievable(dates, MailDate.TryFind(text[header.EnvelopeStart..header.EnvelopeEnd], out var stamped) ? stamped : null);
        if (dates.Count == 0)
        {
            return null;
        }

        var sorted = dates.ToArray();
        Array.Sort(sorted);
        foreach (var date in CollectionsMarshal.AsSpan(dates)[..received])
        {
            if (IsSupported(sorted, date))
            {
                return date;
            }
        }

        return dates[0];
    }

    /// <summary>True when a hop at <paramref name="date"/> fits a delivery at <paramref name="delivered"/>.</summary>
    public static bool IsPlausible(DateTime date, DateTime delivered, TimeSpan maxTransit, TimeSpan maxAhead) =>
        date - delivered <= maxAhead && delivered - date <= maxTransit;

    private static void AddBelievable(List<DateTime> dates, DateTime? date)
    {
        if (date is { Year: >= MailDate.FirstYear } believable)
        {
            dates.Add(believable);
        }
    }

    /// <summary>True when a date other than itself lies near; in the sorted dates the nearest is a neighbour.</summary>
    private static bool IsSupported(DateTime[] sorted, DateTime date)
    {
        var index = Array.BinarySearch(sorted, date);
        return (index > 0 && date - sorted[index - 1] <= Support) || (index + 1 < sorted.Length && sorted[index + 1] - date <= Support);
    }
}
