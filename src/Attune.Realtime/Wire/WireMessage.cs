namespace Attune.Realtime.Wire;

/// <summary>What came from a client.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Bytes">The text, as UTF-8, of <see cref="WireMessageKind.Text"/>; valid until the next receive. Else empty.</param>
/// <param name="CloseCode">The client's code for <see cref="WireMessageKind.Close"/>; the code that is due for <see cref="WireMessageKind.Broken"/>, or <see cref="Vanished"/>; else 0.</param>
internal readonly record struct WireMessage(WireMessageKind Kind, ReadOnlyMemory<byte> Bytes, ushort CloseCode)
{
    /// <summary>Stands for a connection that ended without a close (RFC 6455, 7.1.5): never sent.</summary>
    public const ushort Vanished = 1006;
}
