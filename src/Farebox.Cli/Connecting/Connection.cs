namespace Farebox.Cli.Connecting;

/// <summary>Which credential goes where, and where both came from.</summary>
/// <param name="BaseUrl">Normalized.</param>
internal sealed record Connection(string BaseUrl, string BaseUrlSource, string Credential, string CredentialSource)
{
    /// <summary>The profile's, only together with the profile's own credential.</summary>
    public string? OrganizationId { get; init; }
    public string? ProjectId { get; init; }

    /// <summary>Keeps the credential out of debuggers and messages.</summary>
    public override string ToString() => $"{BaseUrl} with the credential from {CredentialSource}";
}
