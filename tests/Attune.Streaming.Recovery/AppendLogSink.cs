using System.Text;
using Attune.Streaming.Pipelines.Sinks;

namespace Attune.Streaming.Recovery;

/// <summary>Appends results to a file; of those with one identity the last counts, so writing one twice does no harm.</summary>
public sealed class AppendLogSink(string path) : ISink<RecoveryPane>
{
    private FileStream? _file;

    /// <summary>The results in a file, the last of each identity.</summary>
    public static Dictionary<string, long> Read(string path) =>
        File.ReadLines(path).Select(RecoveryPane.Parse).GroupBy(each => each.Id).ToDictionary(each => each.Key, each => each.Last().Value);

    public ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite);

        // A process that is killed may leave half a line behind.
        var content = new byte[_file.Length];
        _file.ReadExactly(content);
        _file.SetLength(content.AsSpan().LastIndexOf((byte)'\n') + 1);
        _file.Seek(0, SeekOrigin.End);
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

    public async ValueTask DisposeAsync()
    {
        if (_file is not null)
        {
            await _file.DisposeAsync();
        }
    }
}
