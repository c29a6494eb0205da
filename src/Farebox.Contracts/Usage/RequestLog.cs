using System.Text.Json.Serialization;
using Farebox.Contracts.CallLog;

namespace Farebox.Contracts.Usage;

/// <summary>A usage record: one model call.</summary>
public sealed record RequestLog
{
    /// <summary>Always <c>organization.request_log</c>.</summary>
    public string Object { get; init; } = "organization.request_log";

    /// <summary>The request id, <c>req_…</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Unix seconds at the start of the call.</summary>
    public required long CreatedAt { get; init; }
    public required string ProjectId { get; init; }
    public required string KeyId { get; init; }
    public string? TokenId { get; init; }

    /// <summary>The path called, such as <c>/v1/chat/completions</c>.</summary>
    public required string Endpoint { get; init; }

    /// <summary>The name the client asked for.</summary>
    public string? RequestedModel { get; init; }

    /// <summary>The model of the catalog that it stood for, or null when there was none.</summary>
    public string? Model { get; init; }
    public string? UpstreamId { get; init; }

    /// <summary>Name at the upstream.</summary>
    public string? UpstreamModel { get; init; }
    public required bool Stream { get; init; }

    /// <summary>LLM tokens.</summary>
    public required long InputTokens { get; init; }
    public required long CachedInputTokens { get; init; }
    public required long OutputTokens { get; init; }
    public required long ReasoningTokens { get; init; }

    /// <summary><c>reported</c> by the upstream, <c>estimated</c> by Farebox, or <c>none</c>.</summary>
    public required string UsageSource { get; init; }

    /// <summary>See <see cref="Outcomes"/>.</summary>
    public required string Outcome { get; init; }

    /// <summary>HTTP status the client got, 0 when it left before any.</summary>
    public required int Status { get; init; }
    public string? ErrorCode { get; init; }
    public required int Attempts { get; init; }

    /// <summary>Whole call, microseconds.</summary>
    public required long DurationUs { get; init; }

    /// <summary>Until the first byte of the answer was handed to the client, microseconds; null when none was.</summary>
    public long? FirstByteUs { get; init; }

    /// <summary>Until the upstream's headers arrived, microseconds; null when it was not reached.</summary>
    public long? UpstreamUs { get; init; }

    /// <summary>The client's own <c>X-Client-Request-Id</c>.</summary>
    public string? ClientRequestId { get; init; }

    /// <summary>The <c>user</c> that was given when the access token was minted.</summary>
    public string? User { get; init; }

    /// <summary>What was taken, in USD, exact to 9 decimals, such as <c>0.000123</c>.</summary>
    public required string ChargeUsd { get; init; }

    /// <summary>The upper bound that was reserved before the call, in USD.</summary>
    public required string QuoteUsd { get; init; }

    /// <summary>By how much the fare was above the quote, in USD; nobody paid it.</summary>
    public required string OverrunUsd { get; init; }

    /// <summary>Names the price that the charge was computed from; null when the call had none.</summary>
    public string? PriceVersion { get; init; }

    /// <summary>Parameters and result; only when asked for and kept.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CallPayload? Payload { get; init; }

    /// <summary>What was done when; only when asked for and kept.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<CallStep>? Steps { get; init; }

    /// <summary>The sums behind the charge; only when asked for and its price is known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CallCharge? Charge { get; init; }
}
