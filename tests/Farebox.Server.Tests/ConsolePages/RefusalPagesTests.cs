using System.Net;
using Farebox.Server.Tests.Accounts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.Tests.ConsolePages;

/// <summary>What the API refuses of a page is told on it: with its status, in its words, and with a way to try again.</summary>
public sealed class RefusalPagesTests : Accounts.ConsoleTest
{
    private const string Words = "Sums like these are <b>not</b> made today.";
    private readonly Answers answers = new();

    [Theory]
    [InlineData(400, 400)]
    [InlineData(403, 403)]
    [InlineData(409, 409)]
    [InlineData(429, 429)]
    [InlineData(500, 500)]
    [InlineData(503, 503)]
    public async Task Refusal_OfTheApi_IsShownWithItsStatusAndWords(int status, int shown)
    {
        var path = await OpenOverviewAsync();
        answers.Status = status;
        foreach (var asked in new[] { path + "?lang=en", path.Replace("overview", "usage/export", StringComparison.Ordinal) + "?lang=en" })
        {
            using var answer = await AdasBrowser.FetchAsync(asked);
            var page = await Page.OfAsync(answer);
            Assert.Equal(shown, (int)page.Status);
            Assert.Contains(Words, page.Html, StringComparison.Ordinal);
            Assert.DoesNotContain("<b>not</b>", page.Sent, StringComparison.Ordinal);
            Assert.Contains($"href=\"{asked}\">Try again", page.Html, StringComparison.Ordinal);
            Assert.Equal(status is 429 or 503, answer.Headers.RetryAfter?.Delta == TimeSpan.FromSeconds(7));
            Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
            Assert.Null(answer.Content.Headers.ContentDisposition);
        }

        answers.Status = 200;
        Assert.Equal(HttpStatusCode.OK, (await AdasBrowser.OpenAsync(path)).Status);
        AssertNoFailure();
    }

    [Theory]
    [InlineData(404, HttpStatusCode.NotFound, "There is nothing here")]
    [InlineData(401, HttpStatusCode.Forbidden, "Not with your role")]
    [InlineData(0, HttpStatusCode.ServiceUnavailable, "The server cannot do this at the moment")] // No answer at all.
    public async Task Refusal_WithoutWordsForPeople_HasOurs(int status, HttpStatusCode shown, string words)
    {
        var path = await OpenOverviewAsync();
        answers.Status = status;
        var page = await AdasBrowser.OpenAsync(path);
        Assert.Equal(shown, page.Status);
        Assert.Contains(words, page.Html, StringComparison.Ordinal);
        Assert.Equal(status == 0, page.Html.Contains("Try again", StringComparison.Ordinal));
        AssertNoFailure();
    }

    [Fact]
    public async Task Refusal_OfAForm_IsShown_AndGoneBackFrom()
    {
        var path = await OpenOverviewAsync();
        var paths = (await FormList.OfAsync(Farebox)).Where(form => form.StartsWith(path[..path.LastIndexOf('/')], StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(paths);
        var token = await AdasBrowser.TokenAsync(path);
        answers.Status = 503;
        foreach (var form in paths)
        {
            var sent = await AdasBrowser.PostAsync(form, new() { ["__RequestVerificationToken"] = token, ["name"] = "x", ["amount"] = "1", ["code"] = "x" });
            Assert.True((int)sent.Status is 503 or 302 or 404 or 200, $"{form}: {sent.Status} {sent.Html}");
            Assert.DoesNotContain("Try again", sent.Html, StringComparison.Ordinal);
        }

        AssertNoFailure();
    }

    private void AssertNoFailure() => Assert.DoesNotContain(
        Farebox.Logs.Lines, line => line.StartsWith("Error ", StringComparison.Ordinal) || line.Contains("Farebox.ConsolePages failed", StringComparison.Ordinal));

    private async Task<string> OpenOverviewAsync()
    {
        await StartAsync(services: services => services.AddSingleton<IStartupFilter>(answers));
        var organization = (await Farebox.GetAsync("/v1/organization")).GetProperty("id").GetString()!;
        return $"/console/{organization}/overview";
    }

    /// <summary>Answers pages' calls of the API itself, when told to.</summary>
    private sealed class Answers : IStartupFilter
    {
        public int Status { get; set; } = 200;

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(async (HttpContext context, RequestDelegate rest) =>
            {
                if (Status == 200 || !context.Request.Path.StartsWithSegments("/v1", StringComparison.Ordinal))
                {
                    await rest(context);
                    return;
                }

                if (Status == 0)
                {
                    context.Abort();
                    return;
                }

                context.Response.StatusCode = Status;
                if (Status is 429 or 503) context.Response.Headers.RetryAfter = "7";
                await context.Response.WriteAsJsonAsync(new { error = new { message = Words, type = "t", code = "c", param = (string?)null } });
            });
            next(app);
        };
    }
}
