using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Farebox.Client;
using Farebox.Client.Usage;
using Farebox.ConsolePages.Parts;
using Farebox.Contracts.Usage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace Farebox.ConsolePages.Usage;

/// <summary>The numbers of the page as comma-separated values (RFC 4180), for each bucket and part.</summary>
internal static class UsageExport
{
    private const string Heading =
        "start_time,end_time,id,name,num_calls,num_completed,num_refused,num_failed,num_client_closed,input_tokens,input_cached_tokens,output_tokens,"
        + "charge_usd,mean_duration_us,max_duration_us,mean_first_byte_us,max_first_byte_us\r\n";

    public static async Task WriteAsync(PageContext page)
    {
        var context = page.Request.HttpContext;
        var wish = UsageWish.Of(page, context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow());
        var owners = await Owners.ReadAsync(page);
        var text = new StringBuilder(Heading);
        await foreach (var buckets in PiecesAsync(page.Client!.Usage, wish, context.RequestAborted))
        {
            owners = await owners.WithKeysAsync(page, buckets.SelectMany(bucket => bucket.Results).Select(row => row.ProjectId).OfType<string>());
            foreach (var bucket in buckets) Append(text, wish, owners, bucket);
            Begin(context.Response);
            await context.Response.WriteAsync(text.ToString(), context.RequestAborted);
            text.Clear();
        }
    }

    // With the first piece: until it is there, a refusal is told on a page.
    private static void Begin(HttpResponse response)
    {
        if (response.HasStarted) return;
        response.ContentType = "text/csv; charset=utf-8";
        response.Headers[HeaderNames.ContentDisposition] = "attachment; filename=\"usage.csv\"";
    }

    // What the API finds too many for one answer is asked for in pieces, each of as many buckets as it gives.
    private static async IAsyncEnumerable<IReadOnlyList<CallUsageBucket>> PiecesAsync(
        UsageClient usage, UsageWish wish, [EnumeratorCancellation] CancellationToken cancel)
    {
        var query = wish.ToQuery(false, wish.GroupBy);
        do
        {
            CallUsagePage? piece = null;
            while (piece is null)
            {
                try
                {
                    piece = (await usage.CallsAsync(query, cancel)).Value;
                }
                catch (FareboxApiException e) when (e is { Status: StatusCodes.Status400BadRequest, Param: "limit" } && query.Limit > 1)
                {
                    query = query with { Limit = query.Limit / 2 };
                }
            }

            yield return piece.Data;
            query = query with { Page = piece.NextPage };
        }
        while (query.Page is not null);
    }

    private static void Append(StringBuilder text, UsageWish wish, Owners owners, CallUsageBucket bucket)
    {
        foreach (var row in bucket.Results)
        {
            var (id, name) = wish.By switch
            {
                "project" => (row.ProjectId, owners.NameOfProject(row.ProjectId)),
                UsageWish.ByKey => (row.ApiKeyId, owners.NameOfKey(row.ApiKeyId)),
                _ => (row.Model, row.Model),
            };
            text.AppendJoin(',', [Time(bucket.StartTime), Time(bucket.EndTime), Cell(id), Cell(name), .. Numbers(row)]).Append("\r\n");
        }
    }

    /// <summary>A spreadsheet takes what begins like a formula for one, and names are people's own text.</summary>
    internal static string Cell(string? value)
    {
        if (string.IsNullOrEmpty(value)) return "";
        if (value[0] is '=' or '+' or '-' or '@' or '\t' or '\r') value = "'" + value;
        return value.AsSpan().IndexOfAny(",\"\r\n") < 0 ? value : $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    private static IEnumerable<string> Numbers(CallUsageResult row)
    {
        foreach (var count in (long[])[row.NumCalls, row.NumCompleted, row.NumRefused, row.NumFailed, row.NumClientClosed, row.InputTokens,
            row.InputCachedTokens, row.OutputTokens])
        {
            yield return count.ToString(CultureInfo.InvariantCulture);
        }

        yield return row.ChargeUsd;
        foreach (var us in (long?[])[row.MeanDurationUs, row.MaxDurationUs, row.MeanFirstByteUs, row.MaxFirstByteUs])
            yield return us?.ToString(CultureInfo.InvariantCulture) ?? "";
    }

    private static string Time(long seconds) =>
        DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
