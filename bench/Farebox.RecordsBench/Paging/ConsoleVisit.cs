using System.Net;
using System.Text.RegularExpressions;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Farebox.RecordsBench.Paging;

/// <summary>A browser without scripts, in which the operator is signed in.</summary>
internal sealed partial class ConsoleVisit : IDisposable
{
    private readonly SocketsHttpHandler _handler = new() { AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.None };
    private readonly HttpClient _http;

    private ConsoleVisit(Uri address) => _http = new HttpClient(_handler) { BaseAddress = address, Timeout = TimeSpan.FromMinutes(2) };

    /// <summary>Makes the operator's account, by the address that the server told when it started; it owns the default organization.</summary>
    public static async Task<ConsoleVisit> BeginAsync(Uri setUp, CancellationToken cancellationToken)
    {
        var visit = new ConsoleVisit(new Uri(setUp.GetLeftPart(UriPartial.Authority)));
        var form = await visit._http.GetStringAsync(setUp, cancellationToken);
        using var fields = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["__RequestVerificationToken"] = Token().Match(form).Groups[1].Value,
            ["code"] = setUp.Query["?code=".Length..], ["name"] = "Ada", ["email"] = "ada@example.org", ["password"] = Guid.NewGuid().ToString("N"),
        });
        using var answer = await visit._http.PostAsync(setUp.AbsolutePath, fields, cancellationToken);
        if (answer.Headers.Location?.OriginalString != "/console") throw new InvalidOperationException($"The set-up led to {answer.Headers.Location}.");
        return visit;
    }

    /// <summary>Nobody has an account: the server tells how to make the first.</summary>
    public static void Forget(string path)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Execute("PRAGMA foreign_keys = OFF; DELETE FROM members; DELETE FROM sessions; DELETE FROM users");
    }

    /// <summary>The page, whole.</summary>
    /// <exception cref="InvalidOperationException">It was not shown.</exception>
    public async Task<string> OpenAsync(string address, CancellationToken cancellationToken)
    {
        using var answer = await _http.GetAsync(address, cancellationToken);
        return answer.StatusCode == HttpStatusCode.OK
            ? await answer.Content.ReadAsStringAsync(cancellationToken)
            : throw new InvalidOperationException($"{address} gave {(int)answer.StatusCode} {answer.Headers.Location}");
    }

    /// <summary>Bytes on the wire of a page with everything that it names, compressed as browsers ask for it.</summary>
    public async Task<long> WeighAsync(string address, CancellationToken cancellationToken)
    {
        var html = await OpenAsync(address, cancellationToken);
        var bytes = await CountAsync(address, cancellationToken);
        foreach (var file in Files().Matches(html).Select(match => match.Groups[1].Value).Distinct()) bytes += await CountAsync(file, cancellationToken);
        return bytes;
    }

    public void Dispose()
    {
        _http.Dispose();
        _handler.Dispose();
    }

    private async Task<long> CountAsync(string address, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Add("Accept-Encoding", "gzip, br");
        using var answer = await _http.SendAsync(request, cancellationToken);
        return (await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync(cancellationToken)).LongLength;
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();

    [GeneratedRegex("\"(/console/[^\"]+\\.(?:css|js|svg)[^\"]*)\"")]
    private static partial Regex Files();
}
