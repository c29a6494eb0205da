namespace Farebox.Server.Tests.Relay.Errors;

/// <summary>Rows of the error table about what was asked for.</summary>
public sealed class RequestRowTests : ErrorFixture
{
    private const int MaxBodyBytes = 4096;

    protected override void Configure(Platform.Options.FareboxOptions options) => options.MaxBodyBytes = MaxBodyBytes;

    [Fact]
    [ErrorRow("400 missing_required_parameter, invalid_type, invalid_value")]
    public async Task WrongMember_Is400_AndIsNamed()
    {
        const string type = "invalid_request_error";
        Is(await Client.PostAsync("""{"messages":[{"role":"user","content":"x"}]}"""), 400, type, "missing_required_parameter", "model");
        Is(await Client.PostAsync("""{"model":"gpt-4o-mini"}"""), 400, type, "missing_required_parameter", "messages");
        Is(await Client.PostAsync("""{"model":7,"messages":[]}"""), 400, type, "invalid_type", "model");
        Is(await Client.PostAsync("""{"model":"gpt-4o-mini","messages":[{"content":"x"}]}"""), 400, type, "missing_required_parameter", "messages[0].role");
        Is(await Client.PostAsync("""{"model":"gpt-4o-mini","messages":[]}"""), 400, type, "invalid_value", "messages");
        Is(await Client.PostAsync(Calls.Body(""","max_tokens":-1""")), 400, type, "invalid_value", "max_tokens");
        Assert.Equal(200, (await Client.PostAsync(Calls.Body(""","max_tokens":1"""))).Status);
    }

    [Fact]
    [ErrorRow("400 invalid_json")]
    public async Task BrokenJson_Is400_AndSaysWhere()
    {
        var call = await Client.PostAsync("""{"model":"gpt-4o-mini",,}""");
        Is(call, 400, "invalid_request_error", "invalid_json");
        Assert.Matches("line 1, byte [0-9]+", Message(call));
    }

    [Fact]
    [ErrorRow("400 unknown_parameter")]
    public async Task UnknownMember_OfATokenRequest_Is400_AndIsNamed() => Is(
        await SendAsync(Client, HttpMethod.Post, "/v1/tokens", new { colour = "red" }), 400, "invalid_request_error", "unknown_parameter", "colour");

    [Fact]
    [ErrorRow("400 unsupported_parameter")]
    public async Task KnownMemberThatCannotBeHad_Is400_AndIsNamed()
    {
        const string path = "/v1/completions";
        Is(await Client.PostAsync("""{"model":"eliza","prompt":"a","suffix":"c"}""", path), 400, "invalid_request_error", "unsupported_parameter", "suffix");
        Assert.Equal(200, (await Client.PostAsync("""{"model":"eliza","prompt":"a"}""", path)).Status);
    }

    [Fact]
    [ErrorRow("404 model_not_found")]
    public async Task UnknownAndForbiddenModels_Are404_AndNotToldApart()
    {
        var unknown = await Client.PostAsync(Calls.Body(model: "no-such-model"));
        Is(unknown, 404, "invalid_request_error", "model_not_found", "model");

        var other = Farebox.With(await Farebox.NewKeyAsync(new { name = "narrow", models = new[] { "eliza" } }));
        var forbidden = await other.PostAsync(Calls.Body());
        Is(forbidden, 404, "invalid_request_error", "model_not_found", "model");
        Assert.Equal(
            Message(unknown).Replace("no-such-model", "", StringComparison.Ordinal), Message(forbidden).Replace("gpt-4o-mini", "", StringComparison.Ordinal));
    }

    [Fact]
    [ErrorRow("404 not_found, unknown_url")]
    public async Task UnknownObjectsAndPaths_Are404()
    {
        Is(await SendAsync(Farebox.Admin, HttpMethod.Get, "/v1/organization/projects/proj_none"), 404, "invalid_request_error", "not_found");
        Is(await SendAsync(Client, HttpMethod.Post, "/v1/chat/complete", new { }), 404, "invalid_request_error", "unknown_url");
    }

    [Fact]
    [ErrorRow("409 conflict")]
    public async Task StateInTheWay_Is409()
    {
        var path = $"/v1/organization/projects/{Farebox.ProjectId}/api_keys/{await KeyIdAsync(await Farebox.NewKeyAsync())}";
        Assert.Equal(200, (await SendAsync(Farebox.Admin, HttpMethod.Post, path + "/revoke")).Status);
        Is(await SendAsync(Farebox.Admin, HttpMethod.Post, path + "/rotate"), 409, "invalid_request_error", "conflict", "key");
    }

    [Fact]
    [ErrorRow("413 request_too_large")]
    public async Task BodyOverTheLimit_Is413_AndNamesTheLimit_DeclaredOrNot()
    {
        var large = Calls.Body($""","user":"{new string('x', MaxBodyBytes)}" """);
        var declared = await Client.PostAsync(large);
        Is(declared, 413, "invalid_request_error", "request_too_large");
        Assert.Contains("4096 bytes", Message(declared), StringComparison.Ordinal);

        using var content = new StreamContent(new Unsized(System.Text.Encoding.UTF8.GetBytes(large)));
        var response = await Client.PostAsync(new Uri(Calls.Chat, UriKind.Relative), content, TestContext.Current.CancellationToken);
        Assert.Equal(413, (int)response.StatusCode);
    }

    /// <summary>A body whose length nobody knows: it goes out in chunks.</summary>
    private sealed class Unsized(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
