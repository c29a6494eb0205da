using System.Text;
using Farebox.Contracts.Upstreams;
using Farebox.Server.Upstreams;
using Farebox.Testing.Server;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.Tests.Upstreams;

public sealed class UpstreamCredentialTests : UpstreamsFixture
{
    private static readonly string Secret = TestRecords.Secret("sk-provider-Zb7q9XkQ2vT4mWn8");

    [Fact]
    public async Task Credential_AnyAnswerLogOrFile_DoesNotHoldIt()
    {
        Provider.ApiKey = Secret;
        var added = await AddAsync(apiKey: Secret);
        Assert.True(added.HasCredential);
        Assert.Equal($"Bearer {Secret}", Provider.Requests[^1].Header("Authorization"));

        foreach (var path in new[] { "", $"/{added.Id}" })
            Assert.DoesNotContain(Secret, (await Farebox.CallAsync(HttpMethod.Get, Path + path)).Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, (await Farebox.CallAsync(HttpMethod.Post, $"{Path}/{added.Id}/test")).Text, StringComparison.Ordinal);
        Assert.All(Farebox.Logs.Lines, line => Assert.DoesNotContain(Secret, line, StringComparison.Ordinal));

        // The name is there, so the files are the right ones.
        var files = DataFiles().ToList();
        Assert.Contains(files, file => file.AsSpan().IndexOf(Encoding.UTF8.GetBytes(added.Id)) >= 0);
        Assert.All(files, file => Assert.True(file.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Secret)) < 0));
    }

    [Fact]
    public async Task Credential_AfterARestart_StillOpensTheProvider()
    {
        Provider.ApiKey = Secret;
        var added = await AddAsync(apiKey: Secret);
        await RestartAsync();
        Assert.True((await Farebox.PostAsync<UpstreamTest>($"{Path}/{added.Id}/test")).Ok);
    }

    [Fact]
    public async Task Credential_ReportedInAFailure_IsStruckOut()
    {
        var added = await AddAsync(apiKey: Secret);
        Farebox.Services.GetRequiredService<UpstreamHealth>().ReportFailure(added.Id, $"Incorrect API key provided: {Secret}.\nSee the site.");
        Assert.Equal("Incorrect API key provided: ***. See the site.", (await ShowAsync(added.Id)).LastError);
    }
}
