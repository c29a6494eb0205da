using Farebox.Contracts.Usage;
using Farebox.Kernel.Metering;
using Farebox.Kernel.Money;
using Farebox.Kernel.Routing;

namespace Farebox.Server.UsageLog;

/// <summary>A row of <c>usage_records</c>.</summary>
internal sealed class RequestLogRow
{
    /// <summary>Of <c>usage_records r</c>.</summary>
    public const string Columns = """
        r.request_id AS RequestId, r.started_at AS StartedAt, r.project_id AS ProjectId, r.key_id AS KeyId, r.token_id AS TokenId, r.surface, r.stream,
        r.requested_model AS RequestedModel, r.model, r.upstream_id AS UpstreamId, r.upstream_model AS UpstreamModel,
        r.input_tokens AS InputTokens, r.cached_tokens AS CachedTokens, r.output_tokens AS OutputTokens, r.reasoning_tokens AS ReasoningTokens,
        r.usage_source AS UsageSource, r.outcome, r.status, r.error_code AS ErrorCode, r.attempts, r.duration_us AS DurationUs,
        r.first_byte_us AS FirstByteUs, r.upstream_us AS UpstreamUs, r.client_request_id AS ClientRequestId, r.user, r.quote_nano AS QuoteNano,
        r.charge_nano AS ChargeNano, r.overrun_nano AS OverrunNano, r.price_version AS PriceVersion
        """;

    public required byte[] RequestId { get; init; }
    public long StartedAt { get; init; }
    public required string ProjectId { get; init; }
    public required string KeyId { get; init; }
    public string? TokenId { get; init; }
    public int Surface { get; init; }
    public bool Stream { get; init; }
    public string? RequestedModel { get; init; }
    public string? Model { get; init; }
    public string? UpstreamId { get; init; }
    public string? UpstreamModel { get; init; }
    public long InputTokens { get; init; }
    public long CachedTokens { get; init; }
    public long OutputTokens { get; init; }
    public long ReasoningTokens { get; init; }
    public int UsageSource { get; init; }
    public int Outcome { get; init; }
    public int Status { get; init; }
    public string? ErrorCode { get; init; }
    public int Attempts { get; init; }
    public long DurationUs { get; init; }
    public long? FirstByteUs { get; init; }
    public long? UpstreamUs { get; init; }
    public string? ClientRequestId { get; init; }
    public string? User { get; init; }
    public long QuoteNano { get; init; }
    public long ChargeNano { get; init; }
    public long OverrunNano { get; init; }
    public string? PriceVersion { get; init; }

    /// <summary>Unix milliseconds at which the call ended.</summary>
    public long EndedAtMs => StartedAt + (DurationUs / 1000);

    /// <summary>The row that a record becomes.</summary>
    public static RequestLogRow Of(UsageRecord record) => new()
    {
        RequestId = record.Call.RequestId.ToBytes(), StartedAt = record.Call.StartedAtMs, ProjectId = record.Call.Grant.ProjectId!,
        KeyId = record.Call.Grant.KeyId, TokenId = record.Call.Grant.TokenId, Surface = (int)record.Call.Surface, Stream = record.Call.Stream,
        RequestedModel = record.Call.RequestedModel, Model = record.Call.Model, UpstreamId = record.UpstreamId, UpstreamModel = record.UpstreamModel,
        InputTokens = record.Usage.Input, CachedTokens = record.Usage.CachedInput, OutputTokens = record.Usage.Output,
        ReasoningTokens = record.Usage.Reasoning, UsageSource = (int)record.Usage.Source, Outcome = (int)record.Outcome, Status = record.Status,
        ErrorCode = record.ErrorCode, Attempts = record.Attempts, DurationUs = record.DurationUs, FirstByteUs = record.FirstByteUs,
        UpstreamUs = record.UpstreamUs, ClientRequestId = record.Call.ClientRequestId, User = record.Call.Grant.User,
        QuoteNano = record.Quote.Value, ChargeNano = record.Charge.Value, OverrunNano = record.Overrun.Value, PriceVersion = record.PriceVersion,
    };

    /// <summary>As it goes over the wire.</summary>
    public RequestLog ToContract() => new()
    {
        Id = Platform.RequestId.FromBytes(RequestId).ToString(), CreatedAt = StartedAt / 1000, ProjectId = ProjectId, KeyId = KeyId, TokenId = TokenId,
        Endpoint = UsageWords.Of((Surface)Surface), RequestedModel = RequestedModel, Model = Model, UpstreamId = UpstreamId,
        UpstreamModel = UpstreamModel, Stream = Stream, InputTokens = InputTokens, CachedInputTokens = CachedTokens, OutputTokens = OutputTokens,
        ReasoningTokens = ReasoningTokens, UsageSource = UsageWords.Of((UsageSource)UsageSource), Outcome = UsageWords.Of((Outcome)Outcome),
        Status = Status, ErrorCode = ErrorCode, Attempts = Attempts, DurationUs = DurationUs, FirstByteUs = FirstByteUs, UpstreamUs = UpstreamUs,
        ClientRequestId = ClientRequestId, User = User, QuoteUsd = Usd(QuoteNano), ChargeUsd = Usd(ChargeNano), OverrunUsd = Usd(OverrunNano),
        PriceVersion = PriceVersion,
    };

    private static string Usd(long nano) => new NanoUsd(nano).ToString();
}
