using Farebox.Contracts.Upstreams;
using Farebox.Server.Platform;

namespace Farebox.Server.Upstreams;

/// <summary>What an operator may set on an upstream.</summary>
internal static class UpstreamRules
{
    private const int MaxNameLength = 64;
    private const int MaxUrlLength = 2000;
    private const int MaxCredentialLength = 4096;
    private const int MaxModels = 1000;
    private const int MaxModelNameLength = 200;

    /// <summary>The first thing that is wrong with a new upstream's settings, or null.</summary>
    public static ApiError? CheckNew(UpstreamSettings settings) =>
        settings.Name is null ? ApiErrors.Missing("name")
        : settings.BaseUrl is null ? ApiErrors.Missing("base_url")
        : Check(settings);

    /// <summary>The first thing that is wrong with the settings that are there, or null.</summary>
    public static ApiError? Check(UpstreamSettings settings)
    {
        if (settings.Name is { } name && !IsName(name))
            return ApiErrors.Invalid("name", $"'name' must be 1 to {MaxNameLength} of the characters A-Z, a-z, 0-9, '-', '_' and '.'.");
        if (settings.Name == UpstreamDefinition.Eliza) return ApiErrors.Conflict("The name 'eliza' belongs to the embedded upstream.", "name");
        if (settings.Kind is not (null or UpstreamDefinition.OpenAi)) return ApiErrors.Invalid("kind", "'kind' must be 'openai'.");
        if (settings.BaseUrl is { } url && ParseBaseUrl(url) is null)
        {
            return ApiErrors.Invalid(
                "base_url", "'base_url' must be an absolute http or https URL without user name, query or fragment, such as https://api.openai.com/v1.");
        }

        if (settings.ApiKey is { Length: > 0 } key && !IsCredential(key))
            return ApiErrors.Invalid("api_key", $"'api_key' must be at most {MaxCredentialLength} printable ASCII characters without spaces.");
        if (settings.Position is < 0 or >= UpstreamDefinition.LastPosition)
            return ApiErrors.Invalid("position", $"'position' must be from 0 to {UpstreamDefinition.LastPosition - 1}.");
        return settings.Models is { } models ? CheckModels(models) : null;
    }

    /// <summary>The first setting that an upstream which is not stored does not take, or null.</summary>
    public static ApiError? CheckFound(UpstreamDefinition upstream, UpstreamSettings settings)
    {
        var param = settings switch
        {
            { Name: not null } => "name",
            { Kind: not null } => "kind",
            { BaseUrl: not null } => "base_url",
            { ApiKey: not null } => "api_key",
            { Models: not null } => "models",
            { AsksUsage: not null } => "asks_usage",
            { Free: not null } => "free",
            { Position: not null } when upstream.Source == UpstreamSource.Embedded => "position",
            _ => null,
        };
        if (param is null) return Check(settings);
        return ApiErrors.Invalid(param, upstream.Source == UpstreamSource.Embedded
            ? $"'{param}' cannot be set: '{upstream.Name}' is embedded and comes last. Only 'enabled' can be changed."
            : $"'{param}' cannot be set: '{upstream.Name}' comes from the environment. Only 'enabled' and 'position' can be changed; "
            + "an upstream that you add under the same name takes its place.");
    }

    /// <summary>The base URL without a slash at its end, or null when it is none.</summary>
    public static Uri? ParseBaseUrl(string text) =>
        text.Length <= MaxUrlLength && !text.AsSpan().ContainsAny("?#") && !text.Any(c => char.IsControl(c) || char.IsWhiteSpace(c))
        && Uri.TryCreate(text.TrimEnd('/'), UriKind.Absolute, out var url)
        && url is { Scheme: "http" or "https", UserInfo: "", Query: "", Fragment: "", Host.Length: > 0 }
            ? url
            : null;

    /// <summary>Whether a header can carry it.</summary>
    public static bool IsCredential(string key) => key.Length <= MaxCredentialLength && !key.AsSpan().ContainsAnyExceptInRange('!', '~');

    /// <summary>Whether a model may be called so.</summary>
    public static bool IsModelName(string? name) =>
        !string.IsNullOrWhiteSpace(name) && name.Length <= MaxModelNameLength && !name.Any(char.IsControl);

    private static bool IsName(string name) =>
        name.Length is > 0 and <= MaxNameLength && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    private static ApiError? CheckModels(IReadOnlyList<string> models)
    {
        if (models.Count > MaxModels) return ApiErrors.Invalid("models", $"'models' must hold at most {MaxModels} names.");
        for (var i = 0; i < models.Count; i++)
        {
            if (!IsModelName(models[i]))
                return ApiErrors.Invalid($"models[{i}]", $"'models[{i}]' must be a name of 1 to {MaxModelNameLength} characters.");
        }

        return null;
    }
}
