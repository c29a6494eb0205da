using Farebox.Client;
using Farebox.Client.Tokens;
using Microsoft.AspNetCore.Http;

namespace Farebox.Cli.Tests.Client;

public sealed class AccessTokenProviderTests : IAsyncLifetime
{
    private const int LifeSeconds = 1_000;
    private readonly FakeClock _clock = new();
    private FakeApi _api = null!;
    private FareboxClient _client = null!;
    private AccessTokenProvider _provider = null!;
    private Func<HttpContext, Task<bool>> _before = _ => Task.FromResult(false);
    private int _minted;

    public async ValueTask InitializeAsync()
    {
        _api = await FakeApi.StartAsync(async (_, context) =>
        {
            if (await _before(context))
                return;
            var number = Interlocked.Increment(ref _minted);
            await FakeApi.WriteAsync(
                context, 200,
                $$"""{"access_token":"t{{number}}","token_type":"Bearer","expires_in":{{LifeSeconds}},"expires_at":1,"scope":"","token_id":"tok_1"}""");
        });
        _client = FareboxClient.Connect(_api.BaseUrl, "sk-fbx1", TimeSpan.FromSeconds(30));
        _provider = new AccessTokenProvider(_client.Tokens, null, _clock);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _api.DisposeAsync();
    }

    [Fact]
    public async Task Token_IsKeptUntilAFifthOfItsLifeIsLeft()
    {
        Assert.Equal("t1", await GetAsync());
        _clock.Move(TimeSpan.FromSeconds(799));
        Assert.Equal("t1", await GetAsync());
        _clock.Move(TimeSpan.FromSeconds(1));
        Assert.Equal("t2", await GetAsync());
    }

    [Fact]
    public async Task CallersTogether_ShareOneRenewal()
    {
        var open = new TaskCompletionSource();
        _before = async _ =>
        {
            await open.Task;
            return false;
        };

        var calls = Enumerable.Range(0, 20).Select(_ => GetAsync()).ToArray();
        open.SetResult();

        Assert.All(await Task.WhenAll(calls), token => Assert.Equal("t1", token));
        Assert.Single(_api.Requests);
    }

    [Fact]
    public async Task CallerThatGivesUp_LeavesTheRenewalToTheOthers()
    {
        var open = new TaskCompletionSource();
        _before = async _ =>
        {
            await open.Task;
            return false;
        };
        using var impatience = new CancellationTokenSource();

        var impatient = _provider.GetAsync(impatience.Token).AsTask();
        var patient = GetAsync();
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        open.SetResult();

        Assert.Equal("t1", await patient);
    }

    [Fact]
    public async Task RenewalThatFails_IsHiddenWhileTheOldTokenWorks()
    {
        await GetAsync();
        _before = async context =>
        {
            await FakeApi.WriteAsync(context, 503, FakeApi.Error("Busy."));
            return true;
        };

        _clock.Move(TimeSpan.FromSeconds(900));
        Assert.Equal("t1", await GetAsync());
        _clock.Move(TimeSpan.FromSeconds(100));
        Assert.Equal(503, (await Assert.ThrowsAsync<FareboxApiException>(GetAsync)).Status);

        _before = _ => Task.FromResult(false);
        Assert.Equal("t2", await GetAsync());
    }

    [Fact]
    public async Task DiscardedToken_IsReplaced_AnotherIsNot()
    {
        await GetAsync();
        _provider.Discard("not the current one");
        Assert.Equal("t1", await GetAsync());
        _provider.Discard("t1");
        Assert.Equal("t2", await GetAsync());
    }

    [Fact]
    public async Task Client_WithTheProvider_SendsTheTokenOfTheMoment()
    {
        using var http = new HttpClient();
        var client = new FareboxClient(http, _api.BaseUrl, _provider.GetAsync);
        _before = async context =>
        {
            var isKey = context.Request.Path == "/v1/models";
            if (isKey)
                await FakeApi.WriteAsync(context, 200, """{"object":"list","data":[]}""");
            return isKey;
        };

        await client.Models.ListAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["Bearer sk-fbx1", "Bearer t1"], _api.Requests.Select(request => request.Authorization));
    }

    private Task<string> GetAsync() => _provider.GetAsync(TestContext.Current.CancellationToken).AsTask();
}
