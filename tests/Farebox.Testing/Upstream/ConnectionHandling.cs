namespace Farebox.Testing.Upstream;

/// <summary>What happens to a connection before any request is read from it.</summary>
public enum ConnectionHandling
{
    /// <summary>Requests are read and answered.</summary>
    Serve,

    /// <summary>Accepted, then closed in good order (FIN).</summary>
    CloseAtOnce,

    /// <summary>Accepted, then torn down (RST).</summary>
    ResetAtOnce,

    /// <summary>Accepted, then nothing is read or written until the client gives up.</summary>
    IgnoreForever,
}
