using System.Text.Json;
using System.Text.RegularExpressions;
using Farebox.Server.Platform;
using Farebox.Server.Platform.Options;

namespace Farebox.Server.Accounts.External;

/// <summary>The providers in the file that option <c>sign_in_providers</c> names, read once. Google's and Microsoft's issuers are known.</summary>
internal sealed partial class ProviderList
{
    private const string Google = "https://accounts.google.com";
    private static readonly string[] Members = ["id", "name", "issuer", "tenant", "client_id", "client_secret"];

    private readonly string _path;

    /// <exception cref="StartRefusedException">The file cannot be read, or describes no provider.</exception>
    public ProviderList(FareboxOptions options)
    {
        _path = options.SignInProviders;
        All = _path.Length == 0 ? [] : Read();
    }

    /// <summary>In the file's order.</summary>
    public IReadOnlyList<SignInProvider> All { get; }

    /// <summary>Null when there is none of this id.</summary>
    public SignInProvider? Find(string id) => All.FirstOrDefault(provider => provider.Id == id);

    private List<SignInProvider> Read()
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(_path));
            if (document.RootElement.ValueKind != JsonValueKind.Array) throw Refuse("must be a JSON array of providers");
            var providers = document.RootElement.EnumerateArray().Select(Read).ToList();
            return providers.GroupBy(provider => provider.Id).FirstOrDefault(group => group.Count() > 1) is { Key: var twice }
                ? throw Refuse($"has two providers with the id '{twice}'")
                : providers;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new StartRefusedException($"`sign_in_providers` (FAREBOX_SIGN_IN_PROVIDERS): {_path} cannot be read as JSON: {e.Message}", e);
        }
    }

    private SignInProvider Read(JsonElement entry, int index)
    {
        if (entry.ValueKind != JsonValueKind.Object) throw Refuse($"entry {index + 1} must be an object");
        if (entry.EnumerateObject().FirstOrDefault(member => !Members.Contains(member.Name)) is { Value.ValueKind: not JsonValueKind.Undefined } other)
            throw Refuse($"entry {index + 1} has an unknown member '{other.Name}'; there are {string.Join(", ", Members)}");
        var id = Text(entry, index, "id") ?? throw Refuse($"entry {index + 1} needs an 'id'");
        if (!Id().IsMatch(id)) throw Refuse($"'{id}' is no id: use 1 to 32 lower-case letters, digits and hyphens");
        return new SignInProvider
        {
            Id = id,
            Name = Text(entry, index, "name") ?? NameOf(id),
            Issuer = IssuerOf(entry, index, id),
            ClientId = Text(entry, index, "client_id") ?? throw Refuse($"provider '{id}' needs a 'client_id'"),
            ClientSecret = Text(entry, index, "client_secret") ?? "",
        };
    }

    private string IssuerOf(JsonElement entry, int index, string id)
    {
        if (Text(entry, index, "issuer") is { } issuer)
        {
            return SignInProvider.IsSafe(issuer) ? issuer : throw Refuse($"provider '{id}': the issuer '{issuer}' must be an https address");
        }

        if (id == "google") return Google;
        if (id != "microsoft") throw Refuse($"provider '{id}' needs an 'issuer'");

        // Tokens for any tenant name an issuer of their own each: one that is exact can be checked.
        return Guid.TryParse(Text(entry, index, "tenant"), out var tenant)
            ? $"https://login.microsoftonline.com/{tenant:D}/v2.0"
            : throw Refuse("provider 'microsoft' needs a 'tenant': the directory's id, such as 8eaef023-2b34-4da1-9baa-8bc8c9d6a490");
    }

    private string? Text(JsonElement entry, int index, string member)
    {
        if (!entry.TryGetProperty(member, out var value)) return null;
        return value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text
            ? text
            : throw Refuse($"entry {index + 1}: '{member}' must be a text");
    }

    private static string NameOf(string id) => char.ToUpperInvariant(id[0]) + id[1..];

    private StartRefusedException Refuse(string why) => new($"`sign_in_providers` (FAREBOX_SIGN_IN_PROVIDERS): {_path} {why}");

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,31}$")]
    private static partial Regex Id();
}
