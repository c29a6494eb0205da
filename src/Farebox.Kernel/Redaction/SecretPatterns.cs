using System.Text.RegularExpressions;

namespace Farebox.Kernel.Redaction;

/// <summary>
/// The patterns that come with Farebox. Boundaries are spelled in ASCII: to .NET a Chinese character is a letter, and "电话13800138000" has no
/// space in it. A run of characters is entered only at its start, which keeps each pattern linear.
/// </summary>
internal static partial class SecretPatterns
{
    private const RegexOptions Options = RegexOptions.CultureInvariant;

    private static readonly Pattern[] All =
    [
        new(Pem(), "[pem]"), new(Jwt(), "[jwt]"), new(ProviderKey(), "[api_key]", HasDigit), new(KnownKey(), "[api_key]"),
        new(AwsSecret(), "[api_key]"), new(SlackHook(), "[api_key]"), new(Bearer(), "[api_key]", HasDigit), new(Email(), "[email]"),
        new(InternationalPhone(), "[phone]", text => IsPhone(text, 8, 15)), new(AmericanPhone(), "[phone]"), new(ChineseMobile(), "[phone]"),
        new(NationalPhone(), "[phone]", text => IsPhone(text, 9, 12)), new(Data(), "[data]"),
    ];

    private delegate bool Check(ReadOnlySpan<char> match);

    public static void AddFinds(string text, List<Find> finds)
    {
        foreach (var pattern in All)
        {
            foreach (var match in pattern.Regex.EnumerateMatches(text))
            {
                if (pattern.Check is null || pattern.Check(text.AsSpan(match.Index, match.Length)))
                    finds.Add(new Find(match.Index, match.Index + match.Length, pattern.Label));
            }
        }
    }

    // "sk-learn-tutorials-for-everyone" is no key.
    private static bool HasDigit(ReadOnlySpan<char> text) => text.ContainsAnyInRange('0', '9');

    private static bool IsPhone(ReadOnlySpan<char> text, int min, int max)
    {
        var digits = 0;
        foreach (var c in text) digits += char.IsAsciiDigit(c) ? 1 : 0;
        return digits >= min && digits <= max;
    }

    private sealed record Pattern(Regex Regex, string Label, Check? Check = null);

    // A block without its end counts to the end of the text: it may have been cut.
    [GeneratedRegex(@"-----BEGIN [A-Z0-9 ]{1,40}-----[\s\S]*?(?:-----END [A-Z0-9 ]{1,40}-----|\z)", Options)]
    private static partial Regex Pem();

    // The header of every JSON web token begins with {" in base64.
    [GeneratedRegex(@"(?<![A-Za-z0-9_\-])eyJ[A-Za-z0-9_\-]{6,}(?:\.[A-Za-z0-9_\-]*){1,4}", Options)]
    private static partial Regex Jwt();

    [GeneratedRegex(@"(?<![A-Za-z0-9])(?:sk|rk|gsk)[\-_][A-Za-z0-9_\-]{16,}", Options)]
    private static partial Regex ProviderKey();

    // AWS, GitHub, GitLab, Slack, Google, Hugging Face, npm.
    [GeneratedRegex(
        @"(?<![A-Za-z0-9])(?:(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])|gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,}|glpat-[A-Za-z0-9_\-]{20,}"
        + @"|xox[a-z]-[A-Za-z0-9\-]{10,}|xapp-\d-[A-Za-z0-9\-]{10,}|AIza[A-Za-z0-9_\-]{35}|ya29\.[A-Za-z0-9_\-]{20,}|GOCSPX-[A-Za-z0-9_\-]{20,}"
        + @"|hf_[A-Za-z0-9]{30,}|npm_[A-Za-z0-9]{36})", Options)]
    private static partial Regex KnownKey();

    // It has no shape of its own; the name before it tells.
    [GeneratedRegex(@"(?<=secret_?access_?key[""'\s:=]{1,8})[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+])", Options | RegexOptions.IgnoreCase)]
    private static partial Regex AwsSecret();

    [GeneratedRegex(@"https://hooks\.slack\.com/(?:services|workflows)/[A-Za-z0-9/_\-]{20,}", Options)]
    private static partial Regex SlackHook();

    [GeneratedRegex(@"(?<=\bbearer\s{1,4})[A-Za-z0-9._~+/\-]{16,}=*", Options | RegexOptions.IgnoreCase)]
    private static partial Regex Bearer();

    // The sign also as URLs and JSON inside of a text spell it.
    [GeneratedRegex(
        @"(?<![A-Za-z0-9._%+\-])[A-Za-z0-9._%+\-]+(?:@|＠|%40|\\u0040)(?:[\p{L}\p{N}\-]{1,63}\.)+[\p{L}]{2,24}", Options)]
    private static partial Regex Email();

    [GeneratedRegex(
        @"(?<![A-Za-z0-9+])\+[1-9][0-9]{0,2}[ .\-]?(?:\([0-9]{1,4}\)[ .\-]?)?[0-9](?:[ .\-]?[0-9]){5,13}(?![0-9])", Options)]
    private static partial Regex InternationalPhone();

    [GeneratedRegex(
        @"(?<![A-Za-z0-9_.+\-])(?:1[ .\-])?(?:\([2-9][0-9]{2}\)[ .\-]?|[2-9][0-9]{2}[ .\-])[2-9][0-9]{2}[ .\-][0-9]{4}(?![A-Za-z0-9_])", Options)]
    private static partial Regex AmericanPhone();

    [GeneratedRegex(@"(?<![A-Za-z0-9_.+\-])(?:86[ \-]?)?1[3-9][0-9][ \-]?[0-9]{4}[ \-]?[0-9]{4}(?![A-Za-z0-9_])", Options)]
    private static partial Regex ChineseMobile();

    [GeneratedRegex(
        @"(?<![A-Za-z0-9_.+\-])0[0-9]{1,4}[ /\-][0-9]{3,8}(?:[ \-][0-9]{2,8}){0,3}(?![A-Za-z0-9_])", Options)]
    private static partial Regex NationalPhone();

    // Images, audio and whatever else is encoded: nobody can tell what is in it.
    [GeneratedRegex(@"(?:data:[A-Za-z0-9.+/\-]{1,100};base64,|(?<![A-Za-z0-9+/_\-]))[A-Za-z0-9+/_\-]{256,}={0,2}", Options)]
    private static partial Regex Data();
}
