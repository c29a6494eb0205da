using Farebox.Contracts.Usage;
using Farebox.Kernel.Money;
using Farebox.Testing.Upstream;

namespace Farebox.Server.Tests.Relay.Endings;

public sealed class CompletedTests : EndingFixture
{
    private const string Text = "An answer of some words.";

    [Theory]
    [Ending(Ending.Completed)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(true, false)]
    public async Task Completed_IsChargedItsFare_AndSaysIt(bool stream, bool reports)
    {
        var body = Body(stream);
        Upstream.Enqueue(stream
            ? Answers.ChatStream(new StreamScript { Pieces = [Text], Usage = Usage, Report = reports ? UsageReport.WhenAsked : UsageReport.Never })
            : Answers.Chat(Text, reports ? Usage : null));

        var call = await Client.PostAsync(body);

        var fare = reports ? Fare(Usage.Prompt, Usage.Completion) : Fare(PromptTokens, Tokens(Text));
        Assert.Equal(200, call.Status);
        Assert.Equal(Usd(fare), stream ? Said(call.Body) : call.Header("farebox-charge-usd"));
        await AssertChargedAsync(body, Outcomes.Completed, fare, reports ? Reported : Estimated);
    }

    // A text of that size is not weighed: the prompt alone.
    [Theory]
    [Ending(Ending.Completed)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Completed_OverOneMebibyte_IsChargedItsFare(bool reports)
    {
        var body = Body(stream: false);
        Upstream.Enqueue(Answers.Chat(new string('x', 2 << 20), reports ? Usage : null));

        Assert.Equal(200, (await Client.PostAsync(body)).Status);

        var fare = reports ? Fare(Usage.Prompt, Usage.Completion) : Fare(PromptTokens, 0);
        await AssertChargedAsync(body, Outcomes.Completed, fare, reports ? Reported : Estimated);
    }

    [Fact]
    [Ending(Ending.Completed)]
    public async Task Completed_Embeddings_AreChargedTheirInput()
    {
        await Farebox.PriceAsync(new { model = "text-embedding-3-small", input = "2", output = "0" });
        Upstream.Enqueue(Answers.Embeddings(new TokenUsage(7, 0)));

        var call = await Client.PostAsync("""{"model":"text-embedding-3-small","input":"x"}""", "/v1/embeddings");

        Assert.Equal("0.000014", call.Header("farebox-charge-usd"));
        Assert.Equal((Credit - NanoUsd.Parse("0.000014"), NanoUsd.Zero), await Farebox.BalanceAsync());
        Assert.Equal("0.000014", (await OnlyRecordAsync()).ChargeUsd);
    }

    [Fact]
    [Ending(Ending.Completed)]
    public async Task Completed_Images_AreChargedByTheImageThatCame()
    {
        await Farebox.PriceAsync(new { model = Model, per_image = "0.04" });
        Upstream.EnqueueFor("/v1/images/generations", Answers.Images());

        var call = await Client.PostAsync($$"""{"model":"{{Model}}","prompt":"a cat","n":3}""", "/v1/images/generations");

        Assert.Equal("0.12", call.Header("farebox-charge-usd"));
        Assert.Equal((Credit - NanoUsd.Parse("0.12"), NanoUsd.Zero), await Farebox.BalanceAsync());
        Assert.Equal("0.12", (await OnlyRecordAsync()).QuoteUsd);
    }

    // The comment before the frame that ends a stream.
    private static string Said(string body)
    {
        const string Comment = ": farebox-charge-usd=";
        var at = body.IndexOf(Comment, StringComparison.Ordinal) + Comment.Length;
        return body[at..body.IndexOf('\n', at)];
    }
}
