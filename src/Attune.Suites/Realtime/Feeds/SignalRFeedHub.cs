using Microsoft.AspNetCore.SignalR;

namespace Attune.Suites.Realtime.Feeds;

/// <summary>What clients of <see cref="SignalRFeed"/> call.</summary>
internal sealed class SignalRFeedHub : Hub
{
    /// <summary>Joins a channel.</summary>
    public Task Subscribe(string channel) => Groups.AddToGroupAsync(Context.ConnectionId, channel);
}
