using Farebox.Kernel.Credentials;
using Farebox.Kernel.Limits;

namespace Farebox.Server.Limits;

/// <summary>Where the calls of one grant are counted, found once and kept as long as the grant is.</summary>
internal sealed class LimitSeat
{
    private readonly LimitStand[] _stands;

    public LimitSeat(Grant grant)
    {
        _stands = [.. grant.Limits.Select(plan => new LimitStand(plan))];
        OrganizationId = grant.OrganizationId!;
        KeyId = grant.KeyId;
        Queue = grant.Limits.FirstOrDefault(plan => plan.QueueMaxWaiting > 0);
    }

    public string OrganizationId { get; }

    public string KeyId { get; }

    public ReadOnlySpan<LimitStand> Stands => _stands;

    /// <summary>The plan that lets calls stand in line, if one does.</summary>
    public LimitPlan? Queue { get; }
}
