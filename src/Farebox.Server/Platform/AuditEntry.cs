using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Farebox.Contracts;

namespace Farebox.Server.Platform;

/// <summary>
/// What one management write did, for the audit log. Values are given as the objects that the API shows, so that they are spelled as on the
/// wire; whoever makes one gives none that holds a secret.
/// </summary>
/// <param name="Type">Of <see cref="Contracts.Audit.AuditEventTypes"/>.</param>
/// <param name="Details">A JSON object.</param>
public sealed record AuditEntry(string Type, AuditObject Object, string Details)
{
    private static readonly JsonSerializerOptions WithoutNulls = new(FareboxJson.Options)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Something was made, with these values.</summary>
    public static AuditEntry Created<T>(string type, AuditObject of, T data) =>
        new(type, of, $$"""{"data":{{JsonSerializer.Serialize(data, WithoutNulls)}}}""");

    /// <summary>Something was taken away that had these values.</summary>
    public static AuditEntry Removed<T>(string type, AuditObject of, T previous) =>
        new(type, of, $$"""{"previous":{{JsonSerializer.Serialize(previous, WithoutNulls)}}}""");

    /// <summary>Something was changed: of the values before and after, those are kept that differ.</summary>
    public static AuditEntry Changed<T>(string type, AuditObject of, T before, T after)
    {
        var (old, now) = (Members(before), Members(after));
        var (changes, previous) = (new JsonObject(), new JsonObject());
        foreach (var (name, value) in now)
        {
            var was = old[name];
            if (JsonNode.DeepEquals(was, value)) continue;
            changes[name] = value?.DeepClone();
            previous[name] = was?.DeepClone();
        }

        return new AuditEntry(
            type, of, new JsonObject { ["changes_requested"] = changes, ["previous"] = previous }.ToJsonString(FareboxJson.Options));
    }

    private static JsonObject Members<T>(T value) => JsonSerializer.SerializeToNode(value, FareboxJson.Options)!.AsObject();
}
