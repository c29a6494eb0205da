using System.Text.Json;

namespace Farebox.Server.Tests.Credentials;

public sealed class RotationTests : CredentialTest
{
    [Fact]
    public async Task Rotate_Overlap_BothSecretsWorkUntilItsEnd()
    {
        var (old, id) = await NewKeyAsync();
        await WhoAsync(old).Expect(200);
        var rotated = await Admin.Post($"{Keys}/{id}/rotate", new { overlap_seconds = 3600 }).Expect(200);
        var value = rotated.String("value");
        Assert.NotEqual(old, value);
        Assert.Equal(id, rotated.String("id"));
        Assert.EndsWith(value[^4..], rotated.String("redacted_value"), StringComparison.Ordinal);
        Assert.Equal(Clock.Seconds + 3600, rotated.Number("previous_secret_expires_at"));

        Clock.Advance(TimeSpan.FromSeconds(3599));
        Assert.Equal(id, (await WhoAsync(old).Expect(200)).String("key_id"));
        Assert.Equal(id, (await WhoAsync(value).Expect(200)).String("key_id"));
        Clock.Advance(TimeSpan.FromSeconds(1));
        await WhoAsync(old).ExpectError(401, "invalid_api_key");
        await WhoAsync(value).Expect(200);
        Assert.Equal(JsonValueKind.Null, (await Admin.Get($"{Keys}/{id}")).Body.GetProperty("previous_secret_expires_at").ValueKind);
    }

    [Fact]
    public async Task Rotate_NoBody_OverlapsForADay()
    {
        var (_, id) = await NewKeyAsync();
        Assert.Equal(Clock.Seconds + 86_400, (await Admin.Post($"{Keys}/{id}/rotate").Expect(200)).Number("previous_secret_expires_at"));
    }

    [Fact]
    public async Task Rotate_NoOverlap_StopsTheOldSecretAtOnce()
    {
        var (old, id) = await NewKeyAsync();
        await WhoAsync(old).Expect(200);
        var value = (await Admin.Post($"{Keys}/{id}/rotate", new { overlap_seconds = 0 }).Expect(200)).String("value");
        await WhoAsync(old).ExpectError(401, "invalid_api_key");
        await WhoAsync(value).Expect(200);
    }

    [Fact]
    public async Task Rotate_OverlapOutOfRange_Is400()
    {
        var (_, id) = await NewKeyAsync();
        foreach (var overlap in new[] { -1, 2_592_001 })
            await Admin.Post($"{Keys}/{id}/rotate", new { overlap_seconds = overlap }).ExpectError(400, "invalid_value", "overlap_seconds");
    }

    [Fact]
    public async Task Rotate_AgainDuringTheOverlap_DropsTheOldest()
    {
        var (first, id) = await NewKeyAsync();
        var (firstToken, _) = await NewTokenAsync(first);
        await WhoAsync(firstToken).Expect(200);
        var second = (await Admin.Post($"{Keys}/{id}/rotate").Expect(200)).String("value");
        var third = (await Admin.Post($"{Keys}/{id}/rotate").Expect(200)).String("value");
        await WhoAsync(first).ExpectError(401, "invalid_api_key");
        await WhoAsync(firstToken).ExpectError(401, "token_revoked");
        await WhoAsync(second).Expect(200);
        await WhoAsync(third).Expect(200);
    }

    [Fact]
    public async Task Token_DiesWithTheSecretThatMintedIt()
    {
        var (old, id) = await NewKeyAsync();
        var (ofOld, ofOldId) = await NewTokenAsync(old, new { expires_in = 7200 });
        var value = (await Admin.Post($"{Keys}/{id}/rotate", new { overlap_seconds = 600 }).Expect(200)).String("value");
        var (ofNew, _) = await NewTokenAsync(value, new { expires_in = 7200 });
        await WhoAsync(ofOld).Expect(200);
        Assert.Equal(Clock.Seconds + 600, (await WhoAsync(ofOld).Expect(200)).Number("expires_at"));
        await With(old).Post("/v1/tokens", new { expires_in = 601 }).ExpectError(400, "invalid_value", "expires_in");
        Assert.Equal(600, (await With(old).Post("/v1/tokens").Expect(200)).Number("expires_in"));

        Clock.Advance(TimeSpan.FromSeconds(600));
        await WhoAsync(ofOld).ExpectError(401, "token_revoked");
        await WhoAsync(ofNew).Expect(200);
        var listed = (await Admin.Get($"{Keys}/{id}/tokens").Expect(200)).Data.Single(token => token.GetProperty("id").GetString() == ofOldId);
        Assert.Equal("revoked", listed.GetProperty("status").GetString());
    }
}
