using System.Text.Json;
using Farebox.Cli.Terminal;
using Farebox.Contracts.Audit;

namespace Farebox.Cli.Nouns;

/// <summary>How audit events look.</summary>
internal static class AuditView
{
    private const int MaxWidth = 100;

    public static readonly Column<AuditEvent>[] Columns =
    [
        new("time", seen => Words.Time(seen.EffectiveAt)), new("what", seen => seen.Type), new("on", ObjectOf),
        new("by", seen => By(seen.Actor)),
        new("from", seen => seen.Actor?.IpAddress), new("values", Values), new("id", seen => seen.Id),
    ];

    public static readonly Column<AuditEvent> Organization = new("organization", seen => seen.OrganizationId);

    private static string By(AuditActor? actor) => actor switch
    {
        { ApiKey: { } key } => key.TokenId ?? key.Id,
        { Session.User: { } user } => user.Email ?? user.Id,
        _ => "the server",
    };

    private static string? ObjectOf(AuditEvent seen) => Told(seen, "id") is { ValueKind: JsonValueKind.String } id ? id.GetString() : null;

    /// <summary>What was set and what it was before, cut where it is long: all of it is in the JSON.</summary>
    private static string Values(AuditEvent seen)
    {
        var (now, before) = (Told(seen, "changes_requested") ?? Told(seen, "data"), Told(seen, "previous"));
        var names = (now ?? before) is { ValueKind: JsonValueKind.Object } members ? members.EnumerateObject().Select(member => member.Name) : [];
        var text = string.Join(", ", names.Where(name => now is null || name is not ("object" or "id")).Select(name => Value(name, now, before)));
        return text.Length <= MaxWidth ? text : string.Concat(text.AsSpan(0, MaxWidth - 1), "…");
    }

    private static string Value(string name, JsonElement? now, JsonElement? before) => (now, before) switch
    {
        ({ } to, { } from) => $"{name}: {Member(from, name)} -> {Member(to, name)}",
        ({ } only, null) => $"{name}: {Member(only, name)}",
        _ => $"{name}: {Member(before!.Value, name)}",
    };

    private static string Member(JsonElement values, string name) => values.TryGetProperty(name, out var value) ? value.ToString() : "";

    private static JsonElement? Told(AuditEvent seen, string member) =>
        seen.Details.TryGetValue(seen.Type, out var told) && told.ValueKind == JsonValueKind.Object && told.TryGetProperty(member, out var value)
            ? value
            : null;
}
