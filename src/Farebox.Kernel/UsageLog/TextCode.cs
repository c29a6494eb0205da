namespace Farebox.Kernel.UsageLog;

/// <summary>
/// Numbers made of texts, always the same ones, to look for a text among many: those with another number are others, one with the same number
/// has to be looked at. They are stored, so they never change.
/// </summary>
public static class TextCode
{
    private const int RequestedCodes = 250;

    /// <summary>Of an access token's id: 0 for none, otherwise up to 32 bits.</summary>
    public static long OfToken(string? tokenId) => tokenId is null ? 0 : Math.Max(1, Hash(tokenId));

    /// <summary>Of the name that a client asked for: 0 when it is the model's own or none, otherwise 1 to 250.</summary>
    public static int OfRequested(string? requested, string? model) =>
        requested is null || requested == model ? 0 : 1 + (int)(Hash(requested) % RequestedCodes);

    // FNV-1a, 32 bits, over UTF-16 units: string.GetHashCode differs from process to process.
    private static uint Hash(string text)
    {
        var hash = 2_166_136_261u;
        foreach (var unit in text) hash = unchecked((hash ^ unit) * 16_777_619u);
        return hash;
    }
}
