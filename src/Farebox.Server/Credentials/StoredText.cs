using System.Text.Json;
using Farebox.Contracts;
using Farebox.Kernel.Credentials;
using Farebox.Server.Platform;

namespace Farebox.Server.Credentials;

/// <summary>How sets and words stand in the store's TEXT columns.</summary>
internal static class StoredText
{
    private const string AllModels = """["*"]""";

    /// <summary>A kind, as in <c>api_keys.kind</c>.</summary>
    public static string Of(KeyKind kind) => kind switch
    {
        KeyKind.Project => "project",
        KeyKind.Admin => "admin",
        _ => "operator",
    };

    /// <summary>Reads <see cref="Of(KeyKind)"/>.</summary>
    public static KeyKind Kind(string text) => text switch
    {
        "project" => KeyKind.Project,
        "admin" => KeyKind.Admin,
        "operator" => KeyKind.Operator,
        _ => throw new InvalidOperationException($"The store holds an unknown kind of key: {text}"),
    };

    /// <summary>Entries of a set of models or addresses.</summary>
    public static string Of(IReadOnlyList<string> entries) => JsonSerializer.Serialize(entries);

    /// <summary>Reads a set of models; text that no longer reads as one allows none.</summary>
    public static ModelSet Models(string text) =>
        text == AllModels ? ModelSet.All : ModelSet.TryCreate(Entries(text)) ?? ModelSet.TryCreate([])!;

    /// <summary>Reads a set of addresses.</summary>
    public static AddressSet Addresses(string text) => text == "[]" ? AddressSet.Anywhere
        : AddressSet.TryCreate(Entries(text)) ?? throw new InvalidOperationException("The store holds allowed addresses that are none.");

    /// <summary>
    /// The scopes of a key. Only a restricted key's are written down: the others' follow from the kind, so that a scope that a later
    /// Farebox adds is theirs too.
    /// </summary>
    public static Scopes Granted(KeyKind kind, string permissions, string scopes) => permissions switch
    {
        Permissions.All => KeyRules.Widest(kind),
        Permissions.ReadOnly => KeyRules.Widest(kind) & Scopes.ReadOnly,
        _ => KeyRules.Widest(kind) & ScopeText.Parse(scopes).Scopes,
    };

    private static string[] Entries(string text) => JsonSerializer.Deserialize<string[]>(text) ?? [];
}
