using System.Reflection;
using System.Text;
using System.Text.Json;
using Farebox.Server.Platform;

namespace Farebox.Server.Tests.Hardening;

/// <summary>Every route there is, with paths, queries and bodies that nobody meant: refused or served, and never a failure of the server's.</summary>
public sealed class HostileRoutesTests(House<UsualRules> house) : HardeningTest<UsualRules>(house)
{
    private static readonly string[] Segments =
    [
        "%00", "%0d%0aX-Evil:%201", "..%2f..%2fetc%2fpasswd", "'%20OR%20'1'='1", "%F0%9F%92%A9", "%E2%80%AE", "-1", "null", "*", "%25", "a;b=c", new string('a', 4000),
        "req_00000000000000000000000000000000", "rl-%00", "req_zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz",
    ];

    private static readonly string[] Queries =
    [
        "limit=-1", "limit=99999999999999999999", "limit=", "limit=1&limit=2", "limit[]=1", "after=%00", "after='", "after=%ff%fe", "after=req_", "start_time=1e9",
        "start_time=99999999999999999999&end_time=-1", "end_time=0", "text=%22unclosed", "text=NEAR(", "text=*%20AND", "text=%00", "unknown=1", "order=%00", "format=exe",
        "group_by=%27", "bucket_width=0d", "page=%27", "model=%E2%80%AE", "effective_at[gte]=x", "effective_at[gte]=99999999999999999999", "include=%00", "=", "&&&", "%",
        string.Join('&', Enumerable.Range(0, 400).Select(i => $"model={i}")), "project_ids[]=%00",
    ];

    private static readonly string[] Values =
    [
        "null", "0", "-1", "9223372036854775807", "1e400", "0.1", "true", "\"\"", "\"-1\"", "\"1e999\"", "\"9223372036854775807\"", "\"99999999999.999999999\"", "\"\\u0000\"",
        "\"\\u202e\"", "\"\\r\\nX: 1\"", "\"\\ud83d\\udca9\"", "[]", "[null]", "[\"\"]", "{}", "{\"\":null}", $"\"{new string('x', 9000)}\"",
        $"[{string.Join(',', Enumerable.Repeat("\"a\"", 3000))}]",
    ];

    [Fact]
    public async Task Paths_AreRefusedOrServed()
    {
        foreach (var route in Routes().Where(route => route.Pattern.Parameters.Count > 0))
        {
            foreach (var segment in Segments) await SendAsync(route, route.PathWith((_, _) => segment), null);
        }
    }

    [Fact]
    public async Task Queries_AreRefusedOrServed()
    {
        foreach (var route in Routes().Where(route => route.Method == "GET"))
        {
            foreach (var query in Queries) await SendAsync(route, route.PathWith((_, _) => "x") + "?" + query, null);
        }
    }

    [Fact]
    public async Task Bodies_WithAnyValueInAnyMember_AreRefusedOrServed()
    {
        var members = 0;
        foreach (var route in Routes().Where(route => route.Method is not ("GET" or "HEAD")))
        {
            var path = route.PathWith((name, before) => before == "projects" ? Farebox.ProjectId : before == "rate_limits" ? "rl-eliza" : "x");
            foreach (var body in new[] { "", "null", "[]", "7", "\"x\"", "{\"\":1}", "{\"__proto__\":{}}" }) await SendAsync(route, path, body);
            if (route.Metadata.OfType<JsonBodyType>().FirstOrDefault()?.Type is not { } type) continue;
            foreach (var member in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
            {
                members++;
                var name = JsonNamingPolicy.SnakeCaseLower.ConvertName(member.Name);
                foreach (var value in Values) await SendAsync(route, path, $"{{\"{name}\":{value}}}");
            }
        }

        Assert.True(members > 50, $"Only {members} members were found.");
    }

    private IEnumerable<ServedRoute> Routes() => RouteList.Of(Farebox);

    private async Task SendAsync(ServedRoute route, string path, string? body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(route.Method), path)
        {
            Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"),
        };
        using var response = await Farebox.Admin.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        var isStream = response.Content.Headers.ContentType?.MediaType == "text/event-stream";
        var text = isStream ? "" : await response.Content.ReadAsStringAsync(Cancellation);
        var said = $"{route.Name} as {path[..Math.Min(path.Length, 200)]} with {body?[..Math.Min(body.Length, 100)]}: {(int)response.StatusCode} {text}";
        Assert.True((int)response.StatusCode is < 500 or 502 or 504, said);
        Assert.False(text.Contains("   at ", StringComparison.Ordinal) || text.Contains("Exception", StringComparison.Ordinal), said);
        Assert.False(response.Headers.Contains("Server") || response.Headers.Contains("X-Evil"), said);
        Assert.DoesNotContain(Farebox.Logs.Lines.Skip(_linesSeen), line => line.StartsWith("Error", StringComparison.Ordinal));
        _linesSeen = Farebox.Logs.Lines.Count;
    }

    private int _linesSeen;
}
