using Farebox.Contracts.Upstreams;

namespace Farebox.ConsolePages.Upstreams;

/// <summary>From the fields of the form to what the API is asked for. What is wrong with them, the API says.</summary>
internal static class UpstreamWishes
{
    /// <summary>A new upstream.</summary>
    public static UpstreamSettings New(IFormCollection form)
    {
        var models = Models(form);
        return new UpstreamSettings
        {
            Name = Text(form, "name"),
            Kind = "openai",
            BaseUrl = Text(form, "base_url"),
            ApiKey = Text(form, "api_key") is { Length: > 0 } key ? key : null,
            Models = models.Length > 0 ? models : null,
            AsksUsage = Has(form, "asks_usage"),
            Free = Has(form, "free"),
            Position = Position(form),
        };
    }

    /// <summary>What differs from the upstream as it is: another address, key or list has it asked for its models again.</summary>
    public static UpstreamSettings Change(Upstream old, IFormCollection form)
    {
        var position = Position(form) is var wish && wish == old.Position ? null : wish;
        if (!UpstreamWords.IsStored(old)) return new UpstreamSettings { Position = position };
        var (name, url, models) = (Text(form, "name"), Text(form, "base_url"), Models(form));
        return new UpstreamSettings
        {
            Name = name == old.Name ? null : name,
            BaseUrl = url == old.BaseUrl ? null : url,
            ApiKey = Has(form, "remove_key") ? "" : Text(form, "api_key") is { Length: > 0 } key ? key : null,
            Models = models.SequenceEqual(old.ModelsListed ? old.Models : []) ? null : models,
            AsksUsage = Has(form, "asks_usage"),
            Free = Has(form, "free"),
            Position = position,
        };
    }

    private static string Text(IFormCollection form, string name) => form[name].ToString().Trim();

    private static bool Has(IFormCollection form, string name) => form[name].Count > 0;

    // What is no number goes as one that the API refuses, naming what is allowed.
    private static int? Position(IFormCollection form) =>
        Text(form, "position") is not { Length: > 0 } text ? null : int.TryParse(text, out var number) ? number : -1;

    private static string[] Models(IFormCollection form) =>
        Text(form, "models").Split(['\n', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
