using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Farebox.Cli.Terminal;
using Farebox.Contracts.CallLog;
using Farebox.Contracts.Usage;

namespace Farebox.Cli.Nouns;

/// <summary>How one call looks whole.</summary>
internal static class WholeCallView
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static readonly Column<RequestLog>[] Lines =
    [
        new("request", log => log.Id), new("time", log => Words.Time(log.CreatedAt)), new("endpoint", log => log.Endpoint),
        new("model", log => log.Model ?? log.RequestedModel),
        new("asked for", log => log.RequestedModel == log.Model ? null : log.RequestedModel), new("upstream", log => log.UpstreamId),
        new("its model", log => log.UpstreamModel), new("project", log => log.ProjectId), new("key", log => log.KeyId),
        new("token", log => log.TokenId), new("user", log => log.User), new("client's id", log => log.ClientRequestId),
        new("outcome", log => log.Outcome), new("status", log => Words.Count(log.Status)), new("error", log => log.ErrorCode),
        new("tokens", log => $"{Words.Count(log.InputTokens)} in ({Words.Count(log.CachedInputTokens)} cached), "
            + $"{Words.Count(log.OutputTokens)} out ({Words.Count(log.ReasoningTokens)} reasoning), {log.UsageSource}"),
        new("took", log => Words.Duration(log.DurationUs)), new("first byte", log => Words.Duration(log.FirstByteUs)),
        new("charge", log => log.ChargeUsd + " USD"),
    ];

    public static readonly Column<CallStep>[] StepColumns =
    [
        new("step", step => step.Name), new("at", step => Words.Duration(step.AtUs), Right: true),
        new("took", step => Words.Duration(step.TookUs), Right: true), new("result", step => step.Result), new("upstream", step => step.UpstreamId),
        new("its model", step => step.UpstreamModel),
    ];

    public static readonly Column<CallChargeLine>[] ChargeColumns =
    [
        new("of", line => line.Component), new("count", line => Words.Count(line.Count), Right: true),
        new("price", line => line.PriceUsd, Right: true), new("per", line => line.Per == 1 ? "1" : Words.Count(line.Per), Right: true),
        new("amount in usd", line => line.AmountUsd, Right: true),
    ];

    public static readonly Column<CallCharge>[] ChargeLines =
    [
        new("sum", charge => charge.Lines.Count == 0 ? null : charge.SumUsd + " USD"),
        new("model's factor", charge => charge.ModelMultiplier == "1" ? null : charge.ModelMultiplier),
        new("organization's factor", charge => charge.OrganizationMultiplier == "1" ? null : charge.OrganizationMultiplier),
        new("rounded up", charge => charge.FareUsd + " USD"), new("charged", charge => charge.ChargeUsd + " USD"),
        new("price", charge => charge.PriceVersion),
    ];

    /// <summary>JSON indented, anything else as it is.</summary>
    public static string Pretty(string text)
    {
        try
        {
            return JsonNode.Parse(text)?.ToJsonString(Indented) ?? text;
        }
        catch (Exception notJson) when (notJson is JsonException or InvalidOperationException or ArgumentException)
        {
            return text;
        }
    }
}
