using Farebox.Server.Tests.Credentials;
using Farebox.Server.Tests.Relay;
using Farebox.Testing.Upstream;

namespace Farebox.Server.Tests.Hardening;

/// <summary>What goes from one side's headers to the other's: nothing but what is meant to, whatever is in it.</summary>
public sealed class HeaderTests(House<UsualRules> house) : HardeningTest<UsualRules>(house)
{
    private const string Split = "x\r\nSet-Cookie: stolen=1\r\n\r\n<html>";

    // A model call's answer has these, and no others.
    private static readonly string[] OfAnswers =
    [
        "Content-Length", "Content-Type", "Date", "farebox-balance-usd", "farebox-charge-usd", "openai-organization", "openai-processing-ms", "openai-version",
        "x-client-request-id", "x-ratelimit-limit-requests", "x-ratelimit-limit-tokens", "x-ratelimit-remaining-requests",
        "x-ratelimit-remaining-tokens", "x-ratelimit-reset-requests", "x-ratelimit-reset-tokens", "x-request-id",
    ];

    [Fact]
    public async Task Upstream_GetsTheHeadersOfItsOwnCall_AndNoneOfTheClients()
    {
        var hostile = string.Concat(new[]
        {
            "Cookie: a=b", "X-Forwarded-For: 192.0.2.7", "Forwarded: for=192.0.2.7", "Via: 1.1 proxy", "Proxy-Authorization: Basic YTpi", "X-Api-Key: mine",
            "Connection: X-Evil, Authorization, Accept-Encoding", "X-Evil: 1", "Keep-Alive: timeout=1", "TE: trailers", "Upgrade: websocket", "Trailer: X-Late",
            "OpenAI-Beta: assistants=v2", "User-Agent: evil", "Accept-Encoding: gzip", "Range: bytes=0-0", "Referer: http://inside/", "X-Client-Request-Id: mine",
        }.Select(line => line + "\r\n"));

        var answer = await ExchangeAsync(RawClient.Head(Key, $"{hostile}Content-Length: {Calls.Body().Length}\r\n") + Calls.Body());

        Assert.Equal(200, answer!.Status);
        var sent = Sent.Single();
        Assert.Equal(
            ["Accept-Encoding", "Authorization", "Content-Length", "Content-Type", "Host", "User-Agent"], sent.Headers.Select(header => header.Key).Order());
        Assert.Equal(("identity", "farebox"), (sent.Header("Accept-Encoding"), sent.Header("User-Agent")));
        Assert.StartsWith("Bearer sk-upstream-", sent.Header("Authorization"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Client_GetsNoHeaderOfTheUpstreams(bool stream)
    {
        KeyValuePair<string, string>[] hostile =
        [
            new("Set-Cookie", "a=b"), new("Location", "http://evil/"), new("Connection", "X-Evil"), new("X-Evil", "1"), new("Server", "theirs"),
            new("Access-Control-Allow-Origin", "*"), new("Content-Security-Policy", "none"), new("WWW-Authenticate", "Basic"), new("Alt-Svc", "h2=\"evil:443\""),
            new("Strict-Transport-Security", "max-age=1"), new("Clear-Site-Data", "\"*\""), new("Refresh", "0;url=http://evil/"), new("X-Request-Id", "theirs"),
        ];
        Upstream.Enqueue(stream
            ? Answers.Status(200, "data: {\"choices\":[]}\n\ndata: [DONE]\n\n", "text/event-stream", hostile)
            : Answers.Status(200, "{\"choices\":[]}", "application/json", hostile));
        var body = Calls.Body(stream ? ",\"stream\":true" : "");

        var answer = await ExchangeAsync(RawClient.Head(Key, $"X-Client-Request-Id: mine\r\nContent-Length: {body.Length}\r\n") + body);

        Assert.Equal(200, answer!.Status);
        var allowed = stream ? [.. OfAnswers, "Cache-Control", "Transfer-Encoding"] : OfAnswers;
        Assert.Empty(answer.Headers.Select(header => header.Name).Except(allowed));
        Assert.StartsWith("req_", answer.Header("x-request-id"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(307)]
    public async Task Redirect_IsNotFollowed_AndNotPassedOn(int status)
    {
        await using var elsewhere = ScriptedUpstream.Start();
        Upstream.Enqueue(Answers.Status(status, "", "text/plain", new KeyValuePair<string, string>("Location", $"{elsewhere.BaseUrl}/chat/completions")));

        var call = await Client.PostAsync(Calls.Body());

        Assert.Equal(502, call.Status);
        Assert.Null(call.Response.Headers.Location);
        Assert.Empty(elsewhere.Calls);
    }

    [Theory]
    [InlineData("17", "17")]
    [InlineData("Wed, 21 Oct 2026 07:28:00 GMT", "Wed, 21 Oct 2026 07:28:00 GMT")]
    [InlineData("17; Set-Cookie=a", null)]
    [InlineData("<script>", null)]
    [InlineData("17\u00a0", null)]
    public async Task RetryAfter_OfTheUpstreams_IsANumberOrADate_OrNothing(string sent, string? passed)
    {
        Upstream.Enqueue(Answers.Status(429, "{}", "application/json", new KeyValuePair<string, string>("Retry-After", sent)));

        var call = await Client.PostAsync(Calls.Body());

        Assert.Equal((429, passed), (call.Status, call.Response.Headers.NonValidated.TryGetValues("Retry-After", out var values) ? values.ToString() : null));
    }

    [Theory]
    [InlineData("\u001b[2Jmine")]
    [InlineData("m\u00c3\u00afne")]
    [InlineData("a\tb")]
    public async Task ClientRequestId_WithAnythingButPrintableAscii_IsNotEchoed(string id)
    {
        var answer = await ExchangeAsync(RawClient.Head(Key, $"X-Client-Request-Id: {id}\r\nContent-Length: {Calls.Body().Length}\r\n") + Calls.Body());

        Assert.Equal(200, answer!.Status);
        Assert.Null(answer.Header("x-client-request-id"));
        Assert.Null((await Farebox.RecordAsync(answer.Header("x-request-id")!)).ClientRequestId);
    }

    [Theory]
    [InlineData("OpenAI-Organization", "mismatched_organization")]
    [InlineData("OpenAI-Project", "mismatched_project")]
    public async Task OrganizationOrProject_ThatIsHostile_Is401_AndNowhereInTheAnswer(string header, string code)
    {
        foreach (var value in new[] { "org_\u001b]0;pwned\u0007", "' OR 1=1 --", new string('x', 8000), "../../etc/passwd", "org_\u00c3\u00a9" })
        {
            var answer = await ExchangeAsync(RawClient.Head(Key, $"{header}: {value}\r\nContent-Length: {Calls.Body().Length}\r\n") + Calls.Body());

            Assert.Equal((401, code), (answer!.Status, answer.Code));
            Assert.DoesNotContain(value, answer.Body, StringComparison.Ordinal);
            Assert.DoesNotContain(answer.Headers, one => one.Value.Contains(value, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task ModelName_WithLineEnds_StaysInsideTheJson()
    {
        var call = await Client.PostAsync(Calls.Body(model: Split.Replace("\r", "\\r", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)));

        Assert.Equal((404, "model_not_found"), (call.Status, call.Error.GetProperty("code").GetString()));
        Assert.Contains(Split, call.Error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.False(call.Response.Headers.Contains("Set-Cookie"));
        Assert.Equal(Split, (await Farebox.RecordAsync(call.RequestId)).RequestedModel);
    }

    [Fact]
    public async Task Path_WithLineEnds_StaysInsideTheJson()
    {
        var answer = await ExchangeAsync("GET /v1/a%0d%0aSet-Cookie:%20stolen=1 HTTP/1.1\r\nHost: farebox\r\n\r\n");

        Assert.Equal(404, answer!.Status);
        Assert.Null(answer.Header("Set-Cookie"));
    }

    [Fact]
    public async Task Texts_OfManagement_TakeNoLineEnds()
    {
        await Farebox.Admin.Post("/v1/organization/projects", new { name = Split }).ExpectError(400, "invalid_value", "name");
        await Farebox.Admin.Post($"/v1/organization/projects/{Farebox.ProjectId}/api_keys", new { name = Split }).ExpectError(400, "invalid_value", "name");
        await Client.Post("/v1/tokens", new { user = Split }).ExpectError(400, "invalid_value", "user");
        await Client.Post("/v1/tokens", new { label = "a\u001b[2J" }).ExpectError(400, "invalid_value", "label");
        await Farebox.Admin.Post("/v1/system/upstreams", new { name = "one", base_url = "http://a/", api_key = Split }).ExpectError(400, "invalid_value", "api_key");
        await Farebox.Admin.Post("/v1/system/upstreams", new { name = "one", base_url = "http://a/" + Split }).ExpectError(400, "invalid_value", "base_url");
        await Farebox.Admin.Post("/v1/organization/credit_grants", new { amount_usd = "5", note = Split }).ExpectError(400, "invalid_value", "note");
    }

    [Fact]
    public async Task ForwardedAddress_IsNotBelieved_WithoutATrustedProxy()
    {
        var token = await Farebox.NewTokenAsync(Key, new { allowed_ips = new[] { "192.0.2.7" } });

        var answer = await ExchangeAsync(
            $"GET /v1/key HTTP/1.1\r\nHost: farebox\r\nAuthorization: Bearer {token}\r\nX-Forwarded-For: 192.0.2.7\r\nForwarded: for=192.0.2.7\r\nX-Real-IP: 192.0.2.7\r\n\r\n");

        Assert.Equal((401, "ip_not_authorized"), (answer!.Status, answer.Code));
    }

    [Fact]
    public async Task Credentials_InTwoHeaders_AreNone()
    {
        var answer = await ExchangeAsync($"GET /v1/key HTTP/1.1\r\nHost: farebox\r\nAuthorization: Bearer {Key}\r\nAuthorization: Bearer {Key}\r\n\r\n");

        Assert.Equal(401, answer!.Status);
        Assert.Equal("Bearer", answer.Header("WWW-Authenticate"));
    }
}
