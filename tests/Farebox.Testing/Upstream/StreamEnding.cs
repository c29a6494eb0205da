namespace Farebox.Testing.Upstream;

/// <summary>What comes after a stream's last frame.</summary>
public enum StreamEnding
{
    /// <summary><c>data: [DONE]</c> and the end of the body.</summary>
    Done,

    /// <summary>The end of the body in good order, without <c>[DONE]</c>.</summary>
    NoDone,

    /// <summary><c>data: {"error":…}</c> and the end of the body.</summary>
    ErrorFrame,

    /// <summary>The connection is closed in mid-body (FIN where another chunk was due).</summary>
    Cut,

    /// <summary>The connection is torn down in mid-body (RST).</summary>
    Reset,

    /// <summary>Nothing more, and the connection stays open until the client leaves.</summary>
    Silence,
}
