using Farebox.Contracts.Usage;
using Farebox.Server.CallLog;
using Farebox.Server.Platform;

namespace Farebox.Server.UsageLog;

/// <summary>One call whole: its usage record with what is asked for besides.</summary>
internal sealed class WholeCall(UsageQueryStore records, PayloadQueryStore payloads, ICatalogSource catalog)
{
    public const string Payload = "payload";
    public const string Steps = "steps";
    public const string Charge = "charge";

    /// <summary>What can be asked for.</summary>
    public static readonly string[] Parts = [Payload, Steps, Charge];

    /// <summary>Null when there is no such call for this organization, and for the project of a caller who is confined to one.</summary>
    public async Task<RequestLog?> FindAsync(Caller caller, RequestId id, IReadOnlyList<string> include, CancellationToken cancellationToken)
    {
        if (await records.GetAsync(caller.OrganizationId, caller.ProjectId, id, cancellationToken) is not { } row) return null;
        var log = row.ToContract();
        if (include.Contains(Charge)) log = log with { Charge = ChargeSums.Of(row, caller.OrganizationId, catalog) };
        if (!include.Contains(Payload) && !include.Contains(Steps)) return log;

        var kept = await payloads.FindAsync(caller.OrganizationId, caller.ProjectId, id, cancellationToken);
        return log with
        {
            Payload = include.Contains(Payload) ? kept?.ToContract() : null,
            Steps = include.Contains(Steps) ? kept?.ToSteps() : null,
        };
    }
}
