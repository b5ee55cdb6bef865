namespace Attune.Streaming.Pipelines.Keys;

/// <summary>A key that hashes itself the same way in every process, cheaper than by the bytes of its serializer.</summary>
public interface IStableKey
{
    /// <summary>The hash; equal keys have equal ones. The upper bits should differ, too.</summary>
    uint StableHash();
}
