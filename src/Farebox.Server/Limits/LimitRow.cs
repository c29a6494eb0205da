using Farebox.Contracts.Limits;
using Farebox.Kernel.Limits;

namespace Farebox.Server.Limits;

/// <summary>One row of <c>rate_limits</c>.</summary>
internal sealed record LimitRow
{
    /// <summary>Stands for all models together.</summary>
    public const string AllModels = "*";

    /// <summary>An object's id is this and its model.</summary>
    public const string IdPrefix = "rl-";

    public required string OrganizationId { get; init; }
    public required string ProjectId { get; init; }
    public required string KeyId { get; init; }
    public required string Model { get; init; }
    public long? Rpm { get; init; }
    public long? Rpd { get; init; }
    public long? Tpm { get; init; }
    public long? Tpd { get; init; }
    public long? Ipm { get; init; }
    public long? Concurrency { get; init; }
    public long QueueMaxWaiting { get; init; }
    public long QueueMaxWaitSeconds { get; init; }

    public LimitNumbers Numbers => new()
    {
        RequestsPerMinute = Rpm, RequestsPerDay = Rpd, TokensPerMinute = Tpm, TokensPerDay = Tpd, ImagesPerMinute = Ipm, Concurrency = Concurrency,
    };

    /// <summary>An empty row of a key, on all models.</summary>
    public static LimitRow OfKey(string organizationId, string projectId, string keyId) =>
        new() { OrganizationId = organizationId, ProjectId = projectId, KeyId = keyId, Model = AllModels };

    /// <summary>Whether it says anything at all.</summary>
    public bool IsEmpty => Numbers.IsEmpty && QueueMaxWaiting == 0;

    public LimitRow With(LimitNumbers numbers) => this with
    {
        Rpm = numbers.RequestsPerMinute, Rpd = numbers.RequestsPerDay, Tpm = numbers.TokensPerMinute, Tpd = numbers.TokensPerDay,
        Ipm = numbers.ImagesPerMinute, Concurrency = numbers.Concurrency,
    };

    /// <summary>Its <c>object</c> on the wire.</summary>
    public string Object => ToPlan().Level switch
    {
        LimitLevel.Organization => "organization.rate_limit",
        LimitLevel.Project => "project.rate_limit",
        _ => "api_key.rate_limit",
    };

    /// <summary>As it goes over the wire.</summary>
    public RateLimit ToContract() => new RateLimit
    {
        Object = Object, Id = IdPrefix + Model, Model = Model, QueueMaxWaiting = QueueMaxWaiting, QueueMaxWaitSeconds = QueueMaxWaitSeconds,
    }.With(Numbers);

    public LimitPlan ToPlan() => new()
    {
        Level = new LimitOwner(OrganizationId, ProjectId, KeyId).Level,
        OrganizationId = OrganizationId,
        ProjectId = ProjectId.Length > 0 ? ProjectId : null,
        KeyId = KeyId.Length > 0 ? KeyId : null,
        Model = Model == AllModels ? null : Model,
        Numbers = Numbers,
        QueueMaxWaiting = (int)QueueMaxWaiting,
        QueueMaxWaitMs = QueueMaxWaitSeconds * 1000,
    };
}
