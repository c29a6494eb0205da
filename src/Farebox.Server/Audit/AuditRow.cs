using System.Text.Json;
using System.Text.Json.Nodes;
using Farebox.Contracts.Audit;
using Farebox.Kernel.Audit;
using Farebox.Server.Platform;

namespace Farebox.Server.Audit;

/// <summary>One row of <c>audit_events</c>.</summary>
internal sealed record AuditRow
{
    public required long Sequence { get; init; }
    public required string Id { get; init; }

    /// <summary>Unix milliseconds.</summary>
    public required long At { get; init; }
    public string? OrganizationId { get; init; }

    /// <summary>Present name of the organization; not part of the row, nor of its hash.</summary>
    public string? OrganizationName { get; init; }
    public string? ProjectId { get; init; }

    /// <summary>Present name of the project; not part of the row, nor of its hash.</summary>
    public string? ProjectName { get; init; }
    public required string ActorKind { get; init; }
    public string? ActorId { get; init; }
    public string? ActorTokenId { get; init; }
    public string? ActorMasked { get; init; }
    public string? Address { get; init; }
    public string? UserAgent { get; init; }
    public string? RequestId { get; init; }
    public required string Type { get; init; }
    public required string ObjectId { get; init; }
    public required string Details { get; init; }
    public required byte[] PreviousHash { get; init; }
    public required byte[] Hash { get; init; }

    /// <summary>As it is hashed.</summary>
    public AuditRecord ToRecord() => new()
    {
        Sequence = Sequence, Id = Id, At = At, OrganizationId = OrganizationId, ProjectId = ProjectId, ActorKind = ActorKind, ActorId = ActorId,
        ActorTokenId = ActorTokenId, ActorMasked = ActorMasked, Address = Address, UserAgent = UserAgent, RequestId = RequestId, Type = Type,
        ObjectId = ObjectId, Details = Details,
    };

    /// <summary>As it goes out.</summary>
    public AuditEvent ToContract() => new()
    {
        Id = Id,
        Type = Type,
        EffectiveAt = At / 1000,
        Project = ProjectId is null ? null : new AuditProject(ProjectId, ProjectName),
        Actor = ToActor(),
        OrganizationId = OrganizationId,
        OrganizationName = OrganizationName,
        RequestId = RequestId,
        Hash = Convert.ToHexStringLower(Hash),
        Details = new Dictionary<string, JsonElement> { [Type] = Told() },
    };

    private AuditActor? ToActor() => ActorKind switch
    {
        _ when ActorId is null => null,
        Actor.Session => new AuditActor(Actor.Session, null, new AuditActorSession(new AuditActorUser(ActorId, ActorMasked), Address), Address, UserAgent),
        _ => new AuditActor("api_key", new AuditActorKey(ActorId, ActorKind, ActorTokenId, ActorMasked), null, Address, UserAgent),
    };

    private JsonElement Told()
    {
        var told = new JsonObject { ["id"] = ObjectId };
        foreach (var (name, value) in JsonNode.Parse(Details)!.AsObject()) told[name] = value?.DeepClone();
        return JsonSerializer.SerializeToElement(told);
    }
}
