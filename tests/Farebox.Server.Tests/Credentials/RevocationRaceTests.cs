using System.Collections.Concurrent;
using System.Net;

namespace Farebox.Server.Tests.Credentials;

/// <summary>Once the answer to a revocation has arrived, nothing that was sent after it gets in.</summary>
public sealed class RevocationRaceTests : CredentialTest
{
    [Fact]
    public async Task RevokeWhileInUse_LetsNothingInAfterwards()
    {
        var late = new ConcurrentBag<string>();
        for (var round = 0; round < 15; round++)
        {
            var (key, id) = await NewKeyAsync();
            var (token, _) = await NewTokenAsync(key);
            var (child, _) = await NewTokenAsync(token);
            var revoked = false;
            var users = new[] { key, token, child, key }.Select(async credential =>
            {
                var client = With(credential);
                var refused = false;
                while (!refused)
                {
                    var wasRevoked = Volatile.Read(ref revoked);
                    refused = (await client.Get("/v1/key")).Status == HttpStatusCode.Unauthorized;
                    if (wasRevoked && !refused) late.Add(credential[..6]);
                }
            }).ToList();

            // In some rounds before the first look-up has ended, in others long after.
            if (round % 3 == 1) await WhoAsync(child);
            if (round % 3 == 2) for (var i = 0; i < 10; i++) await WhoAsync(child);
            await Admin.Post($"{Keys}/{id}/revoke").Expect(200);
            Volatile.Write(ref revoked, true);
            await Task.WhenAll(users).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        }

        Assert.Empty(late);
    }

    [Fact]
    public async Task RevokedToken_LeavesNoChildrenThatWereMintedMeanwhile()
    {
        for (var round = 0; round < 10; round++)
        {
            var (key, _) = await NewKeyAsync();
            var (parent, parentId) = await NewTokenAsync(key);
            var children = new ConcurrentBag<string>();
            var minting = Enumerable.Range(0, 3).Select(async _ =>
            {
                var client = With(parent);
                while (await client.Post("/v1/tokens") is { Status: HttpStatusCode.OK } minted) children.Add(minted.String("access_token"));
            }).ToList();
            await With(key).Delete($"/v1/tokens/{parentId}").Expect(200);
            await Task.WhenAll(minting).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
            foreach (var child in children) await WhoAsync(child).ExpectError(401, "token_revoked");
        }
    }
}
