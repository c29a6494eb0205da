using System.Text.Json;
using System.Text.Json.Serialization;

namespace Farebox.Contracts.Audit;

/// <summary>
/// An event of the audit log, in OpenAI's shape with Farebox's members added. What was done is in a member named after
/// <see cref="Type"/>: the object's <c>id</c>; <c>data</c>, with which it was made; <c>changes_requested</c> and <c>previous</c>, the
/// values after and before.
/// </summary>
public sealed record AuditEvent
{
    public required string Id { get; init; }

    /// <summary>One of <see cref="AuditEventTypes"/>.</summary>
    public required string Type { get; init; }

    /// <summary>Unix seconds.</summary>
    public required long EffectiveAt { get; init; }

    /// <summary>Absent when it was about no project.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AuditProject? Project { get; init; }

    /// <summary>Null when the server acted by itself, as at its first start.</summary>
    public AuditActor? Actor { get; init; }

    /// <summary>Null for what belongs to the installation.</summary>
    public string? OrganizationId { get; init; }

    /// <summary>As it is called now; absent for what belongs to the installation.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? OrganizationName { get; init; }

    /// <summary>The call's <c>x-request-id</c>; null when the server acted by itself.</summary>
    public string? RequestId { get; init; }

    /// <summary>The event's SHA-256 in the chain, 64 hexadecimal digits.</summary>
    public required string Hash { get; init; }

    /// <summary>The member named after <see cref="Type"/>.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement> Details { get; init; } = new Dictionary<string, JsonElement>();
}

/// <summary>The project that it was about.</summary>
/// <param name="Name">As it is called now.</param>
public sealed record AuditProject(string Id, string? Name);

/// <summary>Who acted, and from where.</summary>
/// <param name="Type"><c>api_key</c>: a key or an access token; <c>session</c>: somebody signed in to the console.</param>
/// <param name="ApiKey">Null unless it is the former.</param>
/// <param name="Session">Null unless it is the latter.</param>
public sealed record AuditActor(string Type, AuditActorKey? ApiKey, AuditActorSession? Session, string? IpAddress, string? UserAgent);

/// <summary>Who was signed in, and from where.</summary>
public sealed record AuditActorSession(AuditActorUser User, string? IpAddress);

/// <summary>A user.</summary>
/// <param name="Email">As it was then.</param>
public sealed record AuditActorUser(string Id, string? Email);

/// <summary>The credential that was used.</summary>
/// <param name="Id">Of the key; for an access token, of the key that it comes from.</param>
/// <param name="Kind"><c>api_key</c>, <c>admin_key</c> or <c>access_token</c>.</param>
/// <param name="TokenId">Of the access token, else null.</param>
/// <param name="RedactedValue">The credential, masked.</param>
public sealed record AuditActorKey(string Id, string Kind, string? TokenId, string? RedactedValue);
