using System.Text.Json;

namespace Farebox.Cli.Validating;

/// <summary>What was found out about a key.</summary>
/// <param name="Valid">Whether the server took the key; false too when it could not be asked.</param>
/// <param name="Status">valid, wrong_key, missing_permission, out_of_credit, rate_limited, unreachable or failed.</param>
/// <param name="Message">The same for people, with the reason.</param>
/// <param name="Checked">The route that told: <c>/key</c> (only Farebox has it) or <c>/models</c>.</param>
/// <param name="Key">The server's answer about the key, from Farebox.</param>
internal sealed record Verdict(
    bool Valid, string Status, string Message, string BaseUrl, string? Checked, JsonElement? Key = null)
{
    public const string IsValid = "valid";
    public const string WrongKey = "wrong_key";
    public const string MissingPermission = "missing_permission";
    public const string OutOfCredit = "out_of_credit";
    public const string RateLimited = "rate_limited";
    public const string Unreachable = "unreachable";
    public const string Failed = "failed";
}
