using System.Globalization;
using System.Text;

namespace Farebox.Contracts.Billing;

/// <summary>New vouchers as comma-separated values (RFC 4180), for spreadsheets and printers.</summary>
public static class VoucherCsv
{
    private const string Heading = "code,amount_usd,expires_at,id,batch_id,note";

    /// <summary>One line for each, behind a line of names; times in UTC.</summary>
    public static string Write(IEnumerable<Voucher> vouchers)
    {
        var text = new StringBuilder(Heading).Append("\r\n");
        foreach (var voucher in vouchers)
        {
            text.Append(voucher.Code).Append(',').Append(voucher.AmountUsd).Append(',').Append(Time(voucher.ExpiresAt)).Append(',')
                .Append(voucher.Id).Append(',').Append(voucher.BatchId).Append(',').Append(Quote(voucher.Note)).Append("\r\n");
        }

        return text.ToString();
    }

    private static string Time(long? seconds) => seconds is { } known
        ? DateTimeOffset.FromUnixTimeSeconds(known).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
        : "";

    // A spreadsheet takes what begins like a formula for one, in quotation marks or not.
    private static string Quote(string? text) => text is null or "" ? ""
        : $"\"{(text[0] is '=' or '+' or '-' or '@' ? "'" : "")}{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
