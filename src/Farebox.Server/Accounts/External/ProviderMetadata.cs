using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace Farebox.Server.Accounts.External;

/// <summary>What a provider says of itself (OpenID Connect Discovery 1.0, section 3), and the keys that it signs with.</summary>
internal sealed record ProviderMetadata
{
    private const string Path = "/.well-known/openid-configuration";

    public required string AuthorizationEndpoint { get; init; }
    public required string TokenEndpoint { get; init; }
    public string? UserInfoEndpoint { get; init; }

    /// <summary>Whether each answer names its issuer (RFC 9207).</summary>
    public required bool NamesIssuer { get; init; }

    /// <summary>Whether the client's secret goes into the form: where the header is not offered.</summary>
    public required bool SecretInForm { get; init; }
    public required IList<JsonWebKey> Keys { get; init; }

    /// <exception cref="ProviderException">It cannot be had, or is of another issuer.</exception>
    public static async Task<ProviderMetadata> ReadAsync(ProviderHttp http, SignInProvider provider, CancellationToken cancel)
    {
        var document = await http.GetAsync(provider.Issuer.TrimEnd('/') + Path, null, cancel);
        if (Text(document, "issuer") is var issuer && issuer != provider.Issuer)
            throw new ProviderException($"{provider.Id}: its discovery document names the issuer '{issuer}', not '{provider.Issuer}'");
        var keys = await http.GetAsync(Endpoint(document, "jwks_uri", provider), null, cancel);
        return new ProviderMetadata
        {
            AuthorizationEndpoint = Endpoint(document, "authorization_endpoint", provider),
            TokenEndpoint = Endpoint(document, "token_endpoint", provider),
            UserInfoEndpoint = Text(document, "userinfo_endpoint") is null ? null : Endpoint(document, "userinfo_endpoint", provider),
            NamesIssuer = document.TryGetProperty("authorization_response_iss_parameter_supported", out var names) && names.ValueKind == JsonValueKind.True,
            SecretInForm = document.TryGetProperty("token_endpoint_auth_methods_supported", out var methods) && methods.ValueKind == JsonValueKind.Array
                && methods.EnumerateArray().All(method => method.ValueEquals("client_secret_post") || !method.ValueEquals("client_secret_basic"))
                && methods.EnumerateArray().Any(method => method.ValueEquals("client_secret_post")),
            Keys = KeysOf(keys, provider),
        };
    }

    private static IList<JsonWebKey> KeysOf(JsonElement keys, SignInProvider provider)
    {
        try
        {
            return new JsonWebKeySet(keys.GetRawText()).Keys;
        }
        catch (ArgumentException e)
        {
            throw new ProviderException($"{provider.Id}: its keys cannot be read: {e.Message}", e);
        }
    }

    private static string Endpoint(JsonElement document, string name, SignInProvider provider)
    {
        var text = Text(document, name);
        return SignInProvider.IsSafe(text) ? text! : throw new ProviderException($"{provider.Id}: its discovery document names no https address as {name}");
    }

    private static string? Text(JsonElement document, string name) =>
        document.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
