using Dapper;
using Farebox.Kernel.Credentials;
using Farebox.Server.Credentials;
using Farebox.Server.Storage;
using Farebox.Server.Tests.Credentials;
using Farebox.Server.Tests.House;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.Tests.Hardening;

/// <summary>
/// How long a credential's check takes says nothing of other credentials: no secret is compared with what came. A key is looked for by its
/// HMAC, under a pepper that no client knows, by the same steps whether there is one or not. Times are not measured here.
/// </summary>
public sealed class TimingTests : CredentialTest
{
    [Fact]
    public async Task RightAndWrongSecrets_TakeTheSameSteps()
    {
        var (key, _) = await NewKeyAsync();
        var (revoked, id) = await NewKeyAsync();
        await Admin.Post($"{Keys}/{id}/revoke").Expect(200);
        await Admin.Get("/v1/organization").Expect(200);

        // All well-formed; one is the right one but for some of its last random characters.
        foreach (var credential in new[] { key, revoked, KeyText.NewApiKey(), KeyText.NewAdminKey(), Near(key) })
        {
            var before = Lookups;
            await WhoAsync(credential);
            await WhoAsync(credential);
            Assert.Equal(1, Lookups - before);
        }
    }

    [Theory]
    [InlineData("SELECT 1 FROM api_key_secrets s JOIN api_keys k ON k.id = s.key_id WHERE s.hash = x'00'", "hash=?")]
    [InlineData("SELECT 1 FROM vouchers WHERE hash = x'00'", "hash=?")]
    public async Task Lookup_IsByHash_InAnIndex(string sql, string plan)
    {
        var rows = await Farebox.Services.GetRequiredService<Database>().ReadAsync(connection => connection.Query("EXPLAIN QUERY PLAN " + sql).AsList(), TestContext.Current.CancellationToken);

        Assert.Contains(rows, row => ((string)row.detail).Contains(plan, StringComparison.Ordinal));
        Assert.DoesNotContain(rows, row => ((string)row.detail).StartsWith("SCAN", StringComparison.Ordinal));
    }

    [Fact]
    public void Hash_DependsOnThePepper_SoThatNobodyCanAimAtOne()
    {
        var key = KeyText.NewApiKey();
        var secrets = new[] { 'a', 'b' }.Select(c => Platform.InstallationSecret.Load(new Platform.Options.FareboxOptions { Secret = new string(c, 32) }));

        Assert.Equal(2, secrets.Select(secret => CredentialHash.OfKey(key, secret)).Distinct().Count());
    }

    // Comparing spans ends at the first byte that differs. Checksums are no secrets.
    [Fact]
    public void NoSecret_IsComparedByteByByte()
    {
        var comparing = Repository.Files("src/Farebox.Server/Credentials", "*.cs").Concat(Repository.Files("src/Farebox.Server/Billing", "*.cs"))
            .Concat(Repository.Files("src/Farebox.Kernel/Credentials", "*.cs")).Append("src/Farebox.Server/Platform/InstallationSecret.cs")
            .Where(file => Repository.Read(file).Contains("SequenceEqual", StringComparison.Ordinal));

        Assert.Equal(["src/Farebox.Kernel/Credentials/KeyText.cs"], comparing);
    }

    // With a right checksum: a wrong one is known without a look-up, and is no secret.
    private static string Near(string key) => Checked(key[..40] + KeyText.NewApiKey()[40..45]);

    private static string Checked(string body)
    {
        var crc = uint.MaxValue;
        foreach (var c in body) crc = System.Numerics.BitOperations.Crc32C(crc, (byte)c);
        Span<char> sum = stackalloc char[6];
        Base62.Write(~crc, sum);
        return body + sum.ToString();
    }
}
