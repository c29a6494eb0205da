namespace Farebox.Server.Upstreams;

/// <summary>All that a connection depends on: while these are equal, the connection is kept.</summary>
/// <param name="BaseUrl">Null for embedded kinds.</param>
/// <param name="ApiKey">The provider's credential in the clear: this value never leaves the process.</param>
public sealed record ConnectionSettings(string Kind, Uri? BaseUrl, string? ApiKey)
{
    /// <summary>Without the credential, whoever prints it.</summary>
    public override string ToString() => $"{Kind} {BaseUrl}";
}

/// <summary>Makes the connection of a kind.</summary>
public delegate IUpstreamConnection ConnectUpstream(ConnectionSettings settings);
