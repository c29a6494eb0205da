using System.Buffers;

namespace Farebox.Server.Accounts.Mail;

/// <summary>What is taken for an e-mail address: less than RFC 5321 would allow, and nothing that means more than an address in a letter's head.</summary>
internal static class EmailAddress
{
    private const int MaxLength = 254;
    private const int MaxLocalLength = 64;
    private const int MaxLabelLength = 63;

    // ASCII alone: letters that look alike, or become alike when their case is folded, would be two people with one account.
    private static readonly SearchValues<char> Local =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.!#$%&'*+/=?^_`{|}~-");

    private static readonly SearchValues<char> Label = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>The address without spaces around it, or null for what is none.</summary>
    public static string? Clean(string? text)
    {
        var address = text?.Trim() ?? "";
        var at = address.LastIndexOf('@');
        if (at is < 1 or > MaxLocalLength || address.Length > MaxLength) return null;
        var local = address.AsSpan(0, at);
        if (local.ContainsAnyExcept(Local) || local[0] == '.' || local[^1] == '.' || local.Contains("..", StringComparison.Ordinal)) return null;
        return IsDomain(address[(at + 1)..]) ? address : null;
    }

    /// <summary>What follows the at sign, in lower case.</summary>
    public static string DomainOf(string address) => address[(address.LastIndexOf('@') + 1)..].ToLowerInvariant();

    private static bool IsDomain(string text) => text.Split('.') is [_, ..] labels && labels.All(label =>
        label.Length is > 0 and <= MaxLabelLength && !label.AsSpan().ContainsAnyExcept(Label) && label[0] != '-' && label[^1] != '-');
}
