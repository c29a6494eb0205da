using System.Buffers.Text;
using System.Text;
using System.Text.RegularExpressions;

namespace Farebox.Cli.Connecting;

/// <summary>Who made a credential, as far as its text tells.</summary>
internal enum CredentialMaker
{
    /// <summary>A Farebox key (<c>sk-fbx</c>, <c>sk-fba</c>) or access token (a JWT of type <c>at+jwt</c>).</summary>
    Farebox,

    /// <summary>Surely OpenAI's own.</summary>
    OpenAI,

    /// <summary>Anybody's.</summary>
    Unknown,
}

/// <summary>Recognizes credentials, so that none is sent to an address that it was not made for.</summary>
internal static partial class CredentialShape
{
    public static CredentialMaker MakerOf(string credential) =>
        credential.StartsWith("sk-fbx", StringComparison.Ordinal) || credential.StartsWith("sk-fba", StringComparison.Ordinal)
            || IsAccessToken(credential) ? CredentialMaker.Farebox
        : OpenAIKey().IsMatch(credential) ? CredentialMaker.OpenAI
        : CredentialMaker.Unknown;

    /// <summary>Whether a key of unknown make may be OpenAI's: theirs begin with <c>sk-</c>, and two others' do too.</summary>
    public static bool MayBeOpenAI(string credential) =>
        credential.StartsWith("sk-", StringComparison.Ordinal)
        && !credential.StartsWith("sk-ant-", StringComparison.Ordinal) && !credential.StartsWith("sk-or-", StringComparison.Ordinal);

    /// <summary>Whether an HTTP header can carry it.</summary>
    public static bool IsSendable(string credential) =>
        credential.Length is > 0 and <= 8_192 && credential.All(c => c is > ' ' and <= '~');

    private static bool IsAccessToken(string credential)
    {
        var header = credential.AsSpan(0, Math.Max(0, credential.IndexOf('.', StringComparison.Ordinal)));
        return header.Length > 0 && Base64Url.IsValid(header)
            && Encoding.UTF8.GetString(Base64Url.DecodeFromChars(header)).Contains("\"at+jwt\"", StringComparison.Ordinal);
    }

    // T3BlbkFJ is "OpenAI" in base64; every key of theirs since 2021 holds it. Older ones are 48 letters and digits.
    [GeneratedRegex("^sk-(proj-|svcacct-|admin-|None-)|^sk-.*T3BlbkFJ|^sk-[A-Za-z0-9]{48}$")]
    private static partial Regex OpenAIKey();
}
