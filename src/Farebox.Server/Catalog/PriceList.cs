using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Farebox.Contracts;
using Farebox.Kernel.Pricing;
using Farebox.Server.Platform;
using Farebox.Server.Platform.Options;

namespace Farebox.Server.Catalog;

/// <summary>Public prices of well-known models: those that came with Farebox, or those of <c>price_list</c>. Read once, at start.</summary>
public sealed class PriceList
{
    private const string Resource = "prices.json";
    private const int DigestChars = 10;

    private readonly HashSet<string> _ids;

    private PriceList(IReadOnlyList<ListedPrice> prices)
    {
        Prices = prices;
        _ids = prices.Select(listed => listed.Version.Price!.Version).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>In the order of the file.</summary>
    public IReadOnlyList<ListedPrice> Prices { get; }

    /// <summary>Reads the list.</summary>
    /// <exception cref="StartRefusedException">It cannot be read or is not right; the message names the entry.</exception>
    public static PriceList Load(FareboxOptions options)
    {
        if (options.PriceList.Length == 0)
        {
            using var resource = typeof(PriceList).Assembly.GetManifestResourceStream(Resource)!;
            using var reader = new StreamReader(resource);
            return Parse(reader.ReadToEnd(), "the price list that came with Farebox");
        }

        try
        {
            return Parse(File.ReadAllText(options.PriceList), $"`price_list`: {options.PriceList}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException($"`price_list`: {options.PriceList} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Whether the list of today has this version.</summary>
    public bool Contains(string version) => _ids.Contains(version);

    /// <summary>Reads a list from text.</summary>
    /// <param name="name">What to call it in errors.</param>
    internal static PriceList Parse(string json, string name)
    {
        PriceListFile? file;
        try
        {
            file = JsonSerializer.Deserialize<PriceListFile>(json, FareboxJson.Strict);
        }
        catch (JsonException e)
        {
            throw new StartRefusedException($"{name} is not a price list, at {e.Path}, line {e.LineNumber + 1}: {e.Message}", e);
        }

        var prices = new List<ListedPrice>();
        var known = new HashSet<(string, long)>();
        foreach (var (index, entry) in (file?.Prices ?? []).Index())
        {
            if (Add(entry, prices, known) is { } problem)
                throw new StartRefusedException($"{name}, entry {index + 1} ({string.Join(", ", entry.Models ?? [])}): {problem}");
        }

        return new PriceList(prices);
    }

    private static string? Add(PriceListEntry entry, List<ListedPrice> prices, HashSet<(string, long)> known)
    {
        if (entry.Models is not { Count: > 0 } models) return "'models' is missing.";
        if (models.FirstOrDefault(model => !CatalogRules.IsName(model)) is { } wrong) return $"'models' has a name that is none: \"{wrong}\".";
        if (!IsUrl(entry.Source)) return "'source' must be the https address of a public page.";
        if (entry.Via?.Any(url => !IsUrl(url)) == true) return "'via' must hold https addresses.";
        if (!IsDay(entry.AsOf, "yyyy-MM-dd", out _) && !IsDay(entry.AsOf, "yyyy-MM", out _)) return "'as_of' must be a day, 2026-01-31, or a month.";
        var fromMs = 0L;
        if (entry.EffectiveFrom is not null && !IsDay(entry.EffectiveFrom, "yyyy-MM-dd", out fromMs)) return "'effective_from' must be a day, 2026-01-31.";
        var (price, member, problem) = PriceText.Read(entry, "");
        if (price is null) return $"'{member}' {problem}";

        foreach (var model in models)
        {
            if (!known.Add((model, fromMs))) return $"{model} has a price from that moment on already.";
            var version = new PriceVersion(model, fromMs, price with { Version = VersionOf(entry, model) });
            prices.Add(new ListedPrice(version, entry.Source!, entry.AsOf!, entry.Via is null ? null : string.Join(' ', entry.Via), entry.Note));
        }

        return null;
    }

    /// <summary>
    /// The same for the same figures in every release, and another for others: a charge of long ago names what it was computed from.
    /// </summary>
    private static string VersionOf(PriceListEntry entry, string model)
    {
        var figures = string.Join('|', PriceText.Members(entry).Select(member => member.Text).Prepend(entry.EffectiveFrom).Prepend(model));
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(figures)))[..DigestChars];
        return $"list-{entry.AsOf!.Replace("-", "", StringComparison.Ordinal)}-{digest}";
    }

    private static bool IsUrl(string? text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps;

    private static bool IsDay(string? text, string format, out long fromMs)
    {
        var isDay = DateTimeOffset.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var day);
        fromMs = isDay ? day.ToUnixTimeMilliseconds() : 0;
        return isDay;
    }
}
