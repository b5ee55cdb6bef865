namespace Attune.Lab.Load;

/// <summary>How requests travel.</summary>
public enum LoadProtocol
{
    /// <summary>HTTP/1.1 with connections kept alive.</summary>
    Http1,

    /// <summary>HTTP/2: by ALPN over TLS, with prior knowledge over plain TCP.</summary>
    Http2,

    /// <summary>Messages over WebSockets.</summary>
    WebSocket,

    /// <summary>Tool calls of the Model Context Protocol over Streamable HTTP.</summary>
    Mcp,
}
