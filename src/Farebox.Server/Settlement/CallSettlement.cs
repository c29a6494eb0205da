using Farebox.Server.Platform.Options;
using Farebox.Server.Storage;
using Farebox.Server.UsageLog;

namespace Farebox.Server.Settlement;

/// <summary>
/// Makes calls durable: a mark before a client may see a byte of an answer that is not settled yet, the usage record before it may see
/// the last. What a call costs joins the record here, in the same commit, once fares exist.
/// </summary>
public sealed partial class CallSettlement(Database database, FareboxOptions options, ILogger<CallSettlement> logger)
{
    private readonly bool _strict = options.Settlement == "strict";

    /// <summary>Whether a new call may begin: whatever it ends in can be written down.</summary>
    public bool Accepts => database.Journal.Accepts;

    /// <summary>Marks a call as under way. Await <see cref="JournalEntry.Durable"/> before its client sees a byte.</summary>
    public OpenCall Open(CallIdentity call)
    {
        var open = new OpenCall(call);
        database.Journal.Append(open);
        return open;
    }

    /// <summary>Writes the record down; under strict settlement, returns once it is durable.</summary>
    public ValueTask SettleAsync(UsageRecord record)
    {
        record.Open?.Settle();
        database.Journal.Append(record);
        return _strict ? record.Durable : ValueTask.CompletedTask;
    }

    /// <summary>At start: calls that the last process left under way become interrupted ones.</summary>
    public async Task ResolveInterruptedAsync()
    {
        foreach (var id in await database.WriteAsync(UsageRecordStore.ResolveOpen)) Interrupted(logger, id);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Call {RequestId} was under way when the last process ended; it is recorded as interrupted")]
    private static partial void Interrupted(ILogger logger, Platform.RequestId requestId);
}
