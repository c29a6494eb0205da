namespace Farebox.Kernel.Limits;

/// <summary>One limit of a plan.</summary>
/// <param name="Max">At least 1.</param>
public readonly record struct LimitCap(LimitKind Kind, long Max);

/// <summary>
/// What calls of one organization, project, key or access token may do at most, all of them or those of one model. Immutable. All plans
/// that match a call hold: the tightest wins.
/// </summary>
public sealed record LimitPlan
{
    private readonly LimitCap[] _caps = [];
    private readonly LimitNumbers _numbers = LimitNumbers.None;

    public required LimitLevel Level { get; init; }
    public required string OrganizationId { get; init; }

    /// <summary>Null for an organization's.</summary>
    public string? ProjectId { get; init; }

    /// <summary>Null for an organization's or a project's.</summary>
    public string? KeyId { get; init; }

    /// <summary>Null unless it is an access token's.</summary>
    public string? TokenId { get; init; }

    /// <summary>The model's name in the catalog; null for all models together.</summary>
    public string? Model { get; init; }

    public required LimitNumbers Numbers
    {
        get => _numbers;
        init
        {
            _numbers = value;
            _caps = [.. LimitKinds.All.Where(kind => value[kind] is not null).Select(kind => new LimitCap(kind, value[kind]!.Value))];
        }
    }

    /// <summary>How many calls may stand in line instead of being refused; 0 for none. Of a key's plan for all models alone.</summary>
    public int QueueMaxWaiting { get; init; }

    /// <summary>How long each of them may, in milliseconds.</summary>
    public long QueueMaxWaitMs { get; init; }

    /// <summary>The numbers that are there.</summary>
    public ReadOnlySpan<LimitCap> Caps => _caps;

    /// <summary>Whether a number of a day is among them.</summary>
    public bool IsDaily => _numbers.RequestsPerDay is not null || _numbers.TokensPerDay is not null;

    /// <summary>Id of the one whose calls are counted.</summary>
    public string SubjectId => Level switch
    {
        LimitLevel.Tier or LimitLevel.Organization => OrganizationId,
        LimitLevel.Project => ProjectId!,
        LimitLevel.Key => KeyId!,
        _ => TokenId!,
    };

    /// <summary>Names what is counted: it stays the same when the numbers change, so that nothing taken is forgotten.</summary>
    public string CounterId => $"{(Level == LimitLevel.Tier ? "tier:" : "")}{SubjectId}/{Model}";

    /// <summary>Whether several keys share it.</summary>
    public bool IsShared => Level <= LimitLevel.Project;

    /// <summary>Whether it counts calls of a model.</summary>
    public bool Matches(string model) => Model is null || string.Equals(Model, model, StringComparison.Ordinal);
}
