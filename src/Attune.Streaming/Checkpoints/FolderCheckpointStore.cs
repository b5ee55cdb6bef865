using System.Globalization;
using Attune.Streaming.Checkpoints.Files;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Attune.Streaming.Checkpoints;

/// <summary>Keeps checkpoints as files: <c>folder/pipeline/number.checkpoint</c>, each with a CRC-32C.</summary>
/// <remarks>
/// A file is written under a temporary name, flushed to the disk, renamed, and the folder is flushed: after a crash or a loss of power it is
/// there whole or not at all. A file that is damaged, of another version or another pipeline's is passed over with a warning; the one before
/// serves. One process at a time may use a pipeline's folder.
/// </remarks>
public sealed partial class FolderCheckpointStore : ICheckpointStore
{
    /// <summary>Longest name of a pipeline.</summary>
    public const int MaxNameLength = 128;

    private const string Extension = ".checkpoint";
    private const string Unfinished = ".tmp";
    private const int AlwaysKept = 2;

    private readonly string _folder;
    private readonly ILogger _logger;

    /// <summary>Makes the store. The folder is made when the first checkpoint is saved.</summary>
    /// <param name="folder">Where the folders of the pipelines lie.</param>
    /// <param name="logger">Told of each file that is passed over.</param>
    public FolderCheckpointStore(string folder, ILogger? logger = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        _folder = Path.GetFullPath(folder);
        _logger = logger ?? NullLogger.Instance;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The pipeline's name is not made of 1 to 128 letters, digits, <c>-</c>, <c>_</c> and <c>.</c>, or begins with a dot.</exception>
    /// <exception cref="CheckpointException">The file cannot be written.</exception>
    public async ValueTask SaveAsync(string pipeline, Checkpoint checkpoint, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        ArgumentOutOfRangeException.ThrowIfLessThan(checkpoint.Id, 1);
        var folder = FolderOf(pipeline);
        await Task.Run(() => Guard($"checkpoint {checkpoint.Id} of '{pipeline}' cannot be written", () => Save(folder, pipeline, checkpoint, cancellationToken)), cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The pipeline's name is not valid; see <see cref="SaveAsync"/>.</exception>
    /// <exception cref="CheckpointException">The folder or a file cannot be opened: going on from an older state, or none, would hide that.</exception>
    public async ValueTask<Checkpoint?> LoadAsync(string pipeline, long? atMost, CancellationToken cancellationToken)
    {
        var folder = FolderOf(pipeline);
        return await Task.Run(() => Guard($"the checkpoints of '{pipeline}' cannot be read", () => Load(folder, pipeline, atMost ?? long.MaxValue, cancellationToken)), cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The pipeline's name is not valid; see <see cref="SaveAsync"/>.</exception>
    /// <exception cref="CheckpointException">A file cannot be removed.</exception>
    public async ValueTask PruneAsync(string pipeline, long keepFrom, CancellationToken cancellationToken)
    {
        var folder = FolderOf(pipeline);
        await Task.Run(() => Guard($"old checkpoints of '{pipeline}' cannot be removed", () => Prune(folder, keepFrom)), cancellationToken);
    }

    private static bool Save(string folder, string pipeline, Checkpoint checkpoint, CancellationToken cancellationToken)
    {
        DurableFolder.Create(folder);
        var file = Path.Combine(folder, checkpoint.Id.ToString(CultureInfo.InvariantCulture) + Extension);
        try
        {
            CheckpointFile.Write(file + Unfinished, pipeline, checkpoint, cancellationToken);
            File.Move(file + Unfinished, file, overwrite: true);
        }
        catch
        {
            // What is left of a failed attempt would fill a full disk for good.
            File.Delete(file + Unfinished);
            throw;
        }

        DurableFolder.Sync(folder);
        return true;
    }

    private static bool Prune(string folder, long keepFrom)
    {
        foreach (var (id, path) in Files(folder).Skip(AlwaysKept))
        {
            if (id < keepFrom)
            {
                File.Delete(path);
            }
        }

        return true;
    }

    /// <summary>The checkpoints in a folder, newest first.</summary>
    private static List<(long Id, string Path)> Files(string folder)
    {
        var files = new List<(long Id, string Path)>();
        if (Directory.Exists(folder))
        {
            foreach (var path in Directory.EnumerateFiles(folder, "*" + Extension))
            {
                if (long.TryParse(Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
                {
                    files.Add((id, path));
                }
            }
        }

        files.Sort((left, right) => right.Id.CompareTo(left.Id));
        return files;
    }

    private static T Guard<T>(string failure, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException($"{char.ToUpperInvariant(failure[0])}{failure[1..]}: {error.Message}", error);
        }
    }

    private Checkpoint? Load(string folder, string pipeline, long atMost, CancellationToken cancellationToken)
    {
        RemoveUnfinished(folder);
        foreach (var (id, path) in Files(folder))
        {
            if (id > atMost)
            {
                continue;
            }

            try
            {
                var checkpoint = CheckpointFile.Read(path, pipeline, cancellationToken);
                return checkpoint.Id == id ? checkpoint : throw new CheckpointException($"it is checkpoint {checkpoint.Id}");
            }
            catch (CheckpointException error)
            {
                LogPassedOver(_logger, path, error.Message);
            }
        }

        return null;
    }

    /// <summary>What a process that died was writing.</summary>
    private static void RemoveUnfinished(string folder)
    {
        if (Directory.Exists(folder))
        {
            foreach (var path in Directory.EnumerateFiles(folder, "*" + Extension + Unfinished))
            {
                File.Delete(path);
            }
        }
    }

    private string FolderOf(string pipeline)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        return pipeline.Length is > 0 and <= MaxNameLength && pipeline[0] != '.' && pipeline.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
            ? Path.Combine(_folder, pipeline)
            : throw new ArgumentException($"A pipeline's name has 1 to {MaxNameLength} letters, digits, '-', '_' and '.', and does not begin with a dot.", nameof(pipeline));
    }

    [LoggerMessage(1, LogLevel.Warning, "The checkpoint {Path} is passed over: {Reason}")]
    private static partial void LogPassedOver(ILogger logger, string path, string reason);
}
