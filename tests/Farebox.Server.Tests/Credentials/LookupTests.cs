using Farebox.Kernel.Credentials;
using Farebox.Server.Credentials;
using Farebox.Server.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.Tests.Credentials;

/// <summary>How often the store is asked.</summary>
public sealed class LookupTests : CredentialTest
{
    [Fact]
    public async Task MistypedKey_CostsNoLookup()
    {
        var before = Lookups;
        var key = KeyText.NewApiKey();
        await WhoAsync(key[..^1] + (key[^1] == 'a' ? 'b' : 'a')).ExpectError(401, "invalid_api_key");
        await WhoAsync("sk-proj-somebody-elses-key-0123456789").ExpectError(401, "invalid_api_key");
        await WhoAsync("eyJhbGciOiJub25lIn0.e30.").ExpectError(401, "invalid_api_key");
        Assert.Equal(before, Lookups);
    }

    [Fact]
    public async Task UnknownKey_CostsOneLookup_UntilItIsForgotten()
    {
        await WhoAsync(Farebox.Options.AdminKey).Expect(200);
        var before = Lookups;
        var key = KeyText.NewApiKey();
        for (var i = 0; i < 5; i++) await WhoAsync(key).ExpectError(401, "invalid_api_key");
        Assert.Equal(before + 1, Lookups);

        Clock.Advance(TimeSpan.FromSeconds(Farebox.Options.UnknownCredentialSeconds));
        await WhoAsync(key).ExpectError(401, "invalid_api_key");
        Assert.Equal(before + 2, Lookups);
    }

    [Fact]
    public async Task KnownKeyAndToken_CostOneLookupEach()
    {
        var (key, _) = await NewKeyAsync();
        var (token, _) = await NewTokenAsync(key);
        await WhoAsync(token).Expect(200);
        var before = Lookups;
        for (var i = 0; i < 5; i++)
        {
            await WhoAsync(key).Expect(200);
            await WhoAsync(token).Expect(200);
        }

        Assert.Equal(before, Lookups);
    }

    [Fact]
    public async Task RevokedKey_IsRememberedAsRevoked()
    {
        var (key, id) = await NewKeyAsync();
        await Admin.Post($"{Keys}/{id}/revoke").Expect(200);
        await WhoAsync(key).ExpectError(401, "invalid_api_key");
        var before = Lookups;
        await WhoAsync(key).ExpectError(401, "invalid_api_key");
        Assert.Equal(before, Lookups);
    }

    [Fact]
    public async Task KnownKey_IsAuthenticatedSynchronouslyWithoutGarbage()
    {
        var (key, _) = await NewKeyAsync();
        var (token, _) = await NewTokenAsync(key);
        var authenticator = Farebox.Services.GetRequiredService<Authenticator>();
        foreach (var credential in new[] { key, token })
        {
            var context = new DefaultHttpContext();
            context.Request.Headers.Authorization = "Bearer " + credential;
            Assert.NotNull((await authenticator.AuthenticateAsync(context)).Grant);

            var done = true;
            for (var warmUp = 0; warmUp < 100; warmUp++) done &= authenticator.AuthenticateAsync(context).IsCompletedSuccessfully;
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 1000; i++) done &= authenticator.AuthenticateAsync(context).IsCompletedSuccessfully;
            Assert.True(done);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1000 * 8);
        }
    }

    [Fact]
    public async Task KeyThatIsRevokedWhileItIsLookedUp_IsLookedUpAgain()
    {
        var (key, id) = await NewKeyAsync();
        var hash = CredentialHash.OfKey(key, Farebox.Services.GetRequiredService<InstallationSecret>());
        var store = Farebox.Services.GetRequiredService<CredentialStore>();
        var loaded = await Farebox.Services.GetRequiredService<CredentialLoader>().RememberAsync(hash, async () =>
        {
            var row = await store.FindKeyAsync(hash);
            await Admin.Post($"{Keys}/{id}/revoke").Expect(200);
            return row;
        }, _ => throw new InvalidOperationException("The key is there."));

        Assert.NotNull(loaded.Grant); // The look-up itself came before the revocation.
        await WhoAsync(key).ExpectError(401, "invalid_api_key");
    }

    [Fact]
    public async Task ManyFirstSightsAtOnce_ShareALookup()
    {
        var (key, _) = await NewKeyAsync();
        var authenticator = Farebox.Services.GetRequiredService<Authenticator>();
        var before = Lookups;
        var results = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ =>
        {
            var context = new DefaultHttpContext();
            context.Request.Headers.Authorization = "Bearer " + key;
            return authenticator.AuthenticateAsync(context).AsTask();
        }));
        Assert.All(results, result => Assert.NotNull(result.Grant));
        Assert.InRange(Lookups - before, 1, 5);
    }
}
