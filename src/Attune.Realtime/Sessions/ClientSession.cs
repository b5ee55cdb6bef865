using Attune.Realtime.Access;
using Attune.Realtime.Protocol;
using Attune.Realtime.Wire;

namespace Attune.Realtime.Sessions;

/// <summary>Reads what one client sends and does it, until either side closes.</summary>
internal sealed class ClientSession(HubClient client, WireConnection connection, RealtimeHub hub, IRealtimeAuthenticator authenticator)
{
    private readonly TimeProvider _time = hub.Settings.Time;
    private readonly MessageBudget _budget = new(hub.Options.MessagesPerMinute, hub.Options.MessagesPerMinute, hub.Settings.Time);
    private readonly MessageBudget _errors = new(hub.Options.MaxErrors, hub.Options.MaxErrors, hub.Settings.Time);

    /// <summary>Serves the client until the connection is over.</summary>
    public async Task RunAsync()
    {
        connection.ControlFrames = Answer;
        while (true)
        {
            var message = await connection.ReceiveAsync(CancellationToken.None);
            switch (message.Kind)
            {
                case WireMessageKind.Text:
                    Handle(message.Bytes.Span);
                    await client.Outbox.WaitForRoomAsync();
                    break;
                case WireMessageKind.Binary:
                    client.Close(CloseCodes.UnsupportedData, "Messages are JSON text.");
                    break;
                case WireMessageKind.TooBig:
                    client.Close(CloseCodes.TooBig, $"A message may have {hub.Options.MaxMessageBytes} bytes.");
                    break;
                case WireMessageKind.Close:
                    // Waits until the close frame is with the operating system; the sweep cuts this short when the client does not take it.
                    client.Close(CloseCodes.Normal, "");
                    await client.Outbox.Ended;
                    return;
                case WireMessageKind.Broken when message.CloseCode != WireMessage.Vanished:
                    // The close frame that is due came as a control frame; what the client still sends is passed over.
                    break;
                default:
                    return;
            }
        }
    }

    private void Handle(ReadOnlySpan<byte> message)
    {
        if (client.IsClosing)
        {
            return;
        }

        hub.Settings.Meter.Received();
        var now = _time.GetTimestamp();
        client.LastCommand = now;
        var command = ClientCommandReader.Read(message, out var error);
        if (!Afford(command, now))
        {
            error = new ProtocolError(ErrorCodes.RateLimited, $"A client may send {hub.Options.MessagesPerMinute} messages a minute.", command?.Id ?? error!.Id);
        }

        error ??= Do(command!);
        if (error is null)
        {
            return;
        }

        hub.Settings.Meter.Error(error.Code);
        client.Outbox.Reply(ServerMessages.Error(error));
        if (!_errors.TryTake(now))
        {
            client.Close(CloseCodes.PolicyViolation, "Too many messages were refused.");
        }
    }

    /// <summary>Takes a message from the budget, and one more for each further pattern that it names: each goes through all channels.</summary>
    private bool Afford(ClientCommand? command, long now)
    {
        var channels = command switch
        {
            SubscribeCommand subscribe => subscribe.Channels,
            UnsubscribeCommand unsubscribe => unsubscribe.Channels,
            _ => [],
        };
        var cost = Math.Max(1, channels.Count(pattern => !pattern.IsExact));
        var affords = true;
        for (var i = 0; i < cost && affords; i++)
        {
            affords = _budget.TryTake(now);
        }

        return affords;
    }

    private ProtocolError? Do(ClientCommand command)
    {
        switch (command)
        {
            case PingCommand:
                client.Outbox.Reply(ServerMessages.Pong(command.Id, _time.GetUtcNow()));
                return null;
            case AuthCommand auth:
                if (authenticator.Authenticate(auth.Key, auth.Token) is not { } identity)
                {
                    return new ProtocolError(ErrorCodes.Unauthenticated, "The key or token is not good.", command.Id);
                }

                client.Become(identity);
                client.Outbox.Reply(ServerMessages.Authenticated(command.Id, identity));
                return null;
            case var _ when client.Identity is null:
                return new ProtocolError(ErrorCodes.Unauthenticated, "Send auth with a key or a token first.", command.Id);
            case SubscribeCommand subscribe:
                return client.Subscribe(subscribe);
            case UnsubscribeCommand unsubscribe:
                client.Unsubscribe(unsubscribe);
                return null;
            default:
                throw new InvalidOperationException($"A command that nobody handles: {command.GetType().Name}.");
        }
    }

    /// <summary>Sends what receiving wants to have sent: pongs, and the close that a broken protocol calls for.</summary>
    private void Answer(ReadOnlyMemory<byte> frame)
    {
        if ((frame.Span[0] & 0x0F) == WebSocketFrames.CloseOpcode)
        {
            client.Close(frame.ToArray());
        }
        else if (_budget.TryTake(_time.GetTimestamp()))
        {
            client.Outbox.Pong(frame.Span);
        }
        else
        {
            client.Close(CloseCodes.PolicyViolation, $"A client may send {hub.Options.MessagesPerMinute} messages a minute.");
        }
    }
}
