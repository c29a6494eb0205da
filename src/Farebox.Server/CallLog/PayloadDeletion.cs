using Farebox.Server.Platform;

namespace Farebox.Server.CallLog;

/// <summary>Deletes payloads for good, because somebody said so.</summary>
internal sealed class PayloadDeletion(PayloadWriter writer, CallLogSettingsStore orders, TimeProvider clock)
{
    // Long enough that a deletion which a crash cut short is found by the next start.
    private const long RecentMs = 7L * 86_400_000;

    /// <summary>How many there were.</summary>
    public async Task<long> RunAsync(DeletionRow order, Actor actor)
    {
        await orders.OrderDeletionAsync(order, actor);
        return await ObeyAsync(order);
    }

    /// <summary>At start: what was ordered lately is gone, whatever happened then.</summary>
    public async Task RepeatAsync()
    {
        foreach (var order in await orders.DeletionsAsync(clock.GetUtcNow().ToUnixTimeMilliseconds() - RecentMs)) await ObeyAsync(order);
    }

    private async Task<long> ObeyAsync(DeletionRow order)
    {
        // What began after the order is not meant, even when the order is obeyed again.
        var untilMs = Math.Min(order.ToMs ?? 0, order.OrderedAt + 1);
        var deleted = 0L;
        while (await writer.OrderAsync(store => order.RequestId is { } id
            ? store.Delete(order.OrganizationId, id)
            : store.Delete(order.OrganizationId, order.ProjectId, order.FromMs!.Value, untilMs)) is var count and > 0) deleted += count;
        if (deleted > 0) await writer.OrderAsync(store => store.Checkpoint());
        return deleted;
    }
}
