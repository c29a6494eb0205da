using System.Text.Json;
using Farebox.Contracts;
using Farebox.Kernel.Limits;
using Farebox.Kernel.Money;
using Farebox.Server.Platform;
using Farebox.Server.Platform.Options;

namespace Farebox.Server.Limits;

/// <summary>Reads the installation's tiers: those that came with Farebox, or those of <c>tiers</c>. Once, at start.</summary>
internal static class TierList
{
    private const string Resource = "tiers.json";

    /// <exception cref="StartRefusedException">They cannot be read or are not right; the message names the entry.</exception>
    public static LimitTiers Load(FareboxOptions options)
    {
        if (options.Tiers.Length == 0)
        {
            using var resource = typeof(TierList).Assembly.GetManifestResourceStream(Resource)!;
            using var reader = new StreamReader(resource);
            return Parse(reader.ReadToEnd(), "the list of tiers that came with Farebox");
        }

        try
        {
            return Parse(File.ReadAllText(options.Tiers), $"`tiers`: {options.Tiers}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException($"`tiers`: {options.Tiers} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Reads them from text.</summary>
    /// <param name="name">What to call it in errors.</param>
    internal static LimitTiers Parse(string json, string name)
    {
        TierListFile? file;
        try
        {
            file = JsonSerializer.Deserialize<TierListFile>(json, FareboxJson.Strict);
        }
        catch (JsonException e)
        {
            throw new StartRefusedException($"{name} is not a list of tiers, at {e.Path}, line {e.LineNumber + 1}: {e.Message}", e);
        }

        var tiers = new List<LimitTier>();
        foreach (var (index, entry) in (file?.Tiers ?? []).Index())
        {
            var (tier, problem) = Read(entry);
            if (tier is null) throw new StartRefusedException($"{name}, entry {index + 1}: {problem}");
            tiers.Add(tier);
        }

        var (made, fault) = LimitTiers.TryCreate(tiers);
        return made ?? throw new StartRefusedException($"{name}: {fault}");
    }

    private static (LimitTier? Tier, string? Problem) Read(TierListEntry entry)
    {
        if (entry.Name is not { Length: > 0 and <= 40 }) return (null, "'name' must have 1 to 40 characters.");
        if (!NanoUsd.TryParse(entry.FromSpentUsd ?? "", out var from) || from < NanoUsd.Zero)
            return (null, "'from_spent_usd' must be an amount in USD from 0, such as \"50\".");
        var (numbers, error) = LimitWish.Numbers(entry);
        return error is null ? (new LimitTier(entry.Name, from.Value, numbers), null) : (null, error.Message);
    }
}
