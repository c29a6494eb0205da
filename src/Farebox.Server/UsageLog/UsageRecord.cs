using Farebox.Kernel.Metering;
using Farebox.Server.Storage;

namespace Farebox.Server.UsageLog;

/// <summary>One finished model call, as it goes into the store: once, however often it is applied.</summary>
public sealed class UsageRecord : JournalEntry
{
    public required CallIdentity Call { get; init; }

    /// <summary>The mark that this record takes away, when one was set.</summary>
    public OpenCall? Open { get; init; }
    public string? UpstreamId { get; init; }

    /// <summary>Name at the upstream.</summary>
    public string? UpstreamModel { get; init; }
    public required TokenUsage Usage { get; init; }
    public required Outcome Outcome { get; init; }

    /// <summary>HTTP status given to the client, 0 when it left before any.</summary>
    public required int Status { get; init; }
    public string? ErrorCode { get; init; }
    public required int Attempts { get; init; }

    /// <summary>Microseconds, as are the others.</summary>
    public required long DurationUs { get; init; }
    public long? FirstByteUs { get; init; }
    public long? UpstreamUs { get; init; }

    /// <inheritdoc/>
    protected internal override void Apply(StoreConnection connection)
    {
        UsageRecordStore.Insert(connection, this);
        if (Open is { IsWritten: true }) UsageRecordStore.DeleteOpen(connection, Call.RequestId);
    }
}
