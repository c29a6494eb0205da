using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Farebox.Client.Audit;
using Farebox.Contracts.Audit;

namespace Farebox.ConsolePages.Audit;

/// <summary>One member of what was changed: its value before and after; null where there was none.</summary>
internal sealed record AuditChange(string Name, string? Before, string? After);

/// <summary>Audit events as people read them.</summary>
internal static class AuditWords
{
    private const int PageSize = 50;
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What the address asks for.</summary>
    public static AuditFilter FilterOf(PageContext page) => new()
    {
        Limit = PageSize,
        After = Text(page, "after"),
        EventTypes = Text(page, "type") is { } type ? [type] : null,
        ActorIds = Text(page, "actor") is { } actor ? [actor] : null,
        OrganizationIds = page.Organization is null && Text(page, "organization") is { } organization ? [organization] : null,
        ResourceIds = Text(page, "object") is { } target ? [target] : null,
        StartTime = Moment(Text(page, "from")),
        EndTime = Moment(Text(page, "to")),
    };

    /// <summary>Whether anything narrows the list.</summary>
    public static bool IsFiltered(AuditFilter filter) =>
        filter.EventTypes is not null || filter.ActorIds is not null || filter.ResourceIds is not null
        || filter.OrganizationIds is not null || filter.StartTime is not null || filter.EndTime is not null;

    /// <summary>Who acted, by name where there is one.</summary>
    public static string Actor(PageContext page, AuditEvent seen) => seen.Actor switch
    {
        { Session.User: { } user } => user.Email ?? user.Id,
        { ApiKey: { } key } => key.RedactedValue ?? key.Id,
        _ => page["audit_server"],
    };

    /// <summary>To filter by; null for the server itself.</summary>
    public static string? ActorId(AuditEvent seen) => seen.Actor?.Session?.User.Id ?? seen.Actor?.ApiKey?.TokenId ?? seen.Actor?.ApiKey?.Id;

    /// <summary>Id of what was acted on.</summary>
    public static string ObjectId(AuditEvent seen) => Member(Told(seen), "id") is { } id ? Show(id) : "";

    /// <summary>What changed, member by member.</summary>
    public static IReadOnlyList<AuditChange> Changes(AuditEvent seen)
    {
        var told = Told(seen);
        var (after, before) = (Member(told, "changes_requested") ?? Member(told, "data"), Member(told, "previous"));
        return [.. Names(after).Union(Names(before)).Where(name => name is not ("object" or "id"))
            .Select(name => new AuditChange(name, Member(before, name) is { } old ? Show(old) : null, Member(after, name) is { } now ? Show(now) : null))];
    }

    /// <summary>All of it, as the API gives it.</summary>
    public static string Whole(string json)
    {
        using var document = JsonDocument.Parse(json);
        return JsonSerializer.Serialize(document.RootElement, Readable);
    }

    private static JsonElement? Told(AuditEvent seen) => seen.Details.TryGetValue(seen.Type, out var told) ? told : null;

    private static JsonElement? Member(JsonElement? parent, string name) =>
        parent is { ValueKind: JsonValueKind.Object } members && members.TryGetProperty(name, out var value) ? value : null;

    private static IEnumerable<string> Names(JsonElement? members) =>
        members is { ValueKind: JsonValueKind.Object } known ? known.EnumerateObject().Select(member => member.Name) : [];

    private static string Show(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    private static string? Text(PageContext page, string name) => page.Request.Query[name].ToString().Trim() is { Length: > 0 } text ? text : null;

    // As browsers send a local date and time, which is UTC here; what is none does not narrow.
    private static long? Moment(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment.ToUnixTimeSeconds() : null;
}
