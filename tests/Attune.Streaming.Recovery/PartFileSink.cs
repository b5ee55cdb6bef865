using System.Globalization;
using System.Text;
using Attune.Streaming.Pipelines.Sinks;

namespace Attune.Streaming.Recovery;

/// <summary>
/// A transactional sink on files: results gather in <c>pending</c>, which is renamed to <c>number.part</c> when checkpoint <c>number</c>
/// is committed. The rename is the transaction: the parts together hold each result once.
/// </summary>
/// <param name="folder">Where the parts lie; it is there already.</param>
/// <param name="committing">Called before the rename of a checkpoint, and after it with true: a test may let the pipeline end there.</param>
public sealed class PartFileSink(string folder, Func<long, bool, CancellationToken, Task>? committing = null) : ITransactionalSink<RecoveryPane>
{
    private readonly string _pending = Path.Combine(folder, "pending");
    private FileStream? _file;

    /// <summary>All results that were committed, in order.</summary>
    public static List<RecoveryPane> Read(string folder) =>
        [.. Parts(folder).Order().SelectMany(number => File.ReadLines(PartOf(folder, number))).Select(RecoveryPane.Parse)];

    public ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        // What was not committed never was.
        _file = new FileStream(_pending, FileMode.Create, FileAccess.Write);
        return ValueTask.CompletedTask;
    }

    public ValueTask WriteAsync(ReadOnlyMemory<RecoveryPane> items, CancellationToken cancellationToken)
    {
        foreach (var item in items.Span)
        {
            _file!.Write(Encoding.ASCII.GetBytes($"{item}\n"));
        }

        return ValueTask.CompletedTask;
    }

    public async ValueTask FlushAsync(CancellationToken cancellationToken) => await _file!.FlushAsync(cancellationToken);

    public ValueTask<long?> LastCommittedAsync(CancellationToken cancellationToken) => new(Parts(folder).Select(number => (long?)number).Max());

    public async ValueTask CommitAsync(long checkpoint, ReadOnlyMemory<byte> sourcePosition, CancellationToken cancellationToken)
    {
        if (committing is not null)
        {
            await committing(checkpoint, false, cancellationToken);
        }

        await _file!.DisposeAsync();
        File.Move(_pending, PartOf(folder, checkpoint));
        _file = new FileStream(_pending, FileMode.CreateNew, FileAccess.Write);
        if (committing is not null)
        {
            await committing(checkpoint, true, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_file is not null)
        {
            await _file.DisposeAsync();
        }
    }

    private static string PartOf(string folder, long number) => Path.Combine(folder, $"{number.ToString(CultureInfo.InvariantCulture)}.part");

    private static IEnumerable<long> Parts(string folder) =>
        Directory.EnumerateFiles(folder, "*.part").Select(path => long.Parse(Path.GetFileNameWithoutExtension(path), CultureInfo.InvariantCulture));
}
