namespace Attune.Lab.Load;

/// <summary>What follows a WebSocket message.</summary>
public enum AnswerExpectation
{
    /// <summary>The server's next message is the answer.</summary>
    Reply,

    /// <summary>Nothing; the message counts as answered when it has been handed to the connection.</summary>
    None,
}
