using Farebox.Kernel.Credentials;
using Farebox.Kernel.Limits;

namespace Farebox.Server.Limits;

/// <summary>Admits calls: at once as a rule; after a query when a limit of a day is first seen; after a wait when the call stands in line.</summary>
internal sealed class LimitDesk(LimitTable table, LimitHistory history)
{
    /// <summary>A lease or a refusal, in any case of a call that does not wait without waiting.</summary>
    /// <exception cref="OperationCanceledException">The call stood in line when its client left or the server had to stop.</exception>
    public ValueTask<LimitAnswer> AdmitAsync(Grant grant, string model, LimitAmounts wanted, CancellationToken client, CancellationToken stop)
    {
        var answer = table.TryAdmit(grant, model, wanted);
        return answer.Unknown is null && answer.Waiter is null
            ? new ValueTask<LimitAnswer>(answer)
            : new ValueTask<LimitAnswer>(AdmitSlowlyAsync(answer, grant, model, wanted, client, stop));
    }

    private async Task<LimitAnswer> AdmitSlowlyAsync(
        LimitAnswer answer, Grant grant, string model, LimitAmounts wanted, CancellationToken client, CancellationToken stop)
    {
        while (answer.Unknown is { } unknown)
        {
            await history.FillAsync(unknown.Plan);
            answer = table.TryAdmit(grant, model, wanted);
        }

        if (answer.Waiter is not { } waiter) return answer;
        await using var onClient = client.UnsafeRegister(_ => table.Leave(waiter), null);
        await using var onStop = stop.UnsafeRegister(_ => table.Leave(waiter), null);
        return await waiter.Task;
    }
}
