using Farebox.ConsolePages.Parts;
using Farebox.Contracts.Usage;

namespace Farebox.ConsolePages.Logs;

/// <summary>A call as a row shows it, in the reader's language: the same in the page and in the stream that goes on with it.</summary>
/// <param name="Badge">Class of the outcome's badge.</param>
public sealed record LogLine(
    string Id, string Time, string Model, string Project, string Key, string Outcome, string Badge, string Status, string Tokens, string Charge,
    string Duration, string FirstByte)
{
    internal static LogLine Of(PageContext page, Owners owners, RequestLog log) => new(
        log.Id, page.Moment(log.CreatedAt), log.Model ?? log.RequestedModel ?? "–", owners.NameOfProject(log.ProjectId), owners.NameOfKey(log.KeyId),
        page["outcome_" + log.Outcome], BadgeOf(log.Outcome), log.Status == 0 ? "–" : $"{log.Status}",
        $"{page.Number(log.InputTokens)} → {page.Number(log.OutputTokens)}", page.Money(log.ChargeUsd),
        page.Span(log.DurationUs), page.Span(log.FirstByteUs));

    internal static string BadgeOf(string outcome) => outcome switch
    {
        "completed" => "bg-green-lt",
        "client_closed" => "bg-secondary-lt",
        "refused" => "bg-yellow-lt",
        _ => "bg-red-lt",
    };
}
