namespace Farebox.Server.Upstreams.OpenAi;

/// <summary>Where an OpenAI-shaped provider is, and what opens it.</summary>
/// <param name="BaseUrl">With the version in it, such as <c>https://api.openai.com/v1</c>.</param>
/// <param name="ApiKey">Sent as a bearer token; null sends none.</param>
public sealed record OpenAiSettings(Uri BaseUrl, string? ApiKey)
{
    /// <summary>Without the key: records print themselves into logs.</summary>
    public override string ToString() => BaseUrl.ToString();
}
