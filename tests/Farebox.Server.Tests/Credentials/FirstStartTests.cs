using Farebox.Kernel.Credentials;
using Farebox.Server.Credentials;
using Farebox.Server.Platform;
using Farebox.Testing.Server;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.Tests.Credentials;

public sealed class FirstStartTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("farebox-first-").FullName;
    private readonly string _adminKey = TestRecords.Secret(KeyText.NewAdminKey());

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task EmptyStore_GetsDefaultsOnce()
    {
        for (var start = 0; start < 2; start++)
        {
            await using var farebox = await StartAsync(_adminKey);
            var organizations = await farebox.Admin.Get("/v1/system/organizations").Expect(200);
            Assert.Equal("default", Assert.Single(organizations.Data).GetProperty("name").GetString());
            var projects = await farebox.Admin.Get("/v1/organization/projects").Expect(200);
            Assert.Equal("default", Assert.Single(projects.Data).GetProperty("name").GetString());
            Assert.Single((await farebox.Admin.Get("/v1/system/admin_api_keys").Expect(200)).Data);
        }
    }

    [Fact]
    public async Task NoOperatorsKeyThatWorks_OneIsMadeAndShownOnce()
    {
        await using var farebox = await StartAsync(_adminKey);
        farebox.Options.AdminKey = "";
        var firstStart = farebox.Services.GetRequiredService<FirstStart>();
        Assert.Equal(new FirstStartResult(null, null), await firstStart.EnsureAsync());

        var id = (await farebox.Admin.Get("/v1/key").Expect(200)).String("key_id");
        await farebox.Admin.Post($"/v1/system/admin_api_keys/{id}/revoke").Expect(200);
        var made = (await firstStart.EnsureAsync()).OperatorKey;
        await farebox.With(made).Get("/v1/system/organizations").Expect(200);
        Assert.Null((await firstStart.EnsureAsync()).OperatorKey);
    }

    [Fact]
    public async Task NamedKey_ThatWasRevoked_StopsTheStartAndNamesTheOption()
    {
        await using (var farebox = await StartAsync(_adminKey))
        {
            var id = (await farebox.Admin.Get("/v1/key").Expect(200)).String("key_id");
            await farebox.Admin.Post($"/v1/system/admin_api_keys/{id}/revoke").Expect(200);
        }

        var refused = await Assert.ThrowsAsync<StartRefusedException>(() => StartAsync(_adminKey));
        Assert.Contains("FAREBOX_ADMIN_KEY", refused.Message, StringComparison.Ordinal);
        Assert.Contains("revoked", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_adminKey, refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task NamedKey_ThatIsAnOrganizations_StopsTheStart()
    {
        string value;
        await using (var farebox = await StartAsync(_adminKey))
            value = (await farebox.Admin.Post("/v1/organization/admin_api_keys", new { name = "admin" }).Expect(200)).String("value");
        var refused = await Assert.ThrowsAsync<StartRefusedException>(() => StartAsync(TestRecords.Secret(value)));
        Assert.Contains("not an operator's", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NewNamedKey_IsMadeValidBesideTheOthers()
    {
        await using (await StartAsync(_adminKey)) { }
        await using var farebox = await StartAsync(TestRecords.Secret(KeyText.NewAdminKey()));
        await farebox.Admin.Get("/v1/key").Expect(200);
        await farebox.With(_adminKey).Get("/v1/key").Expect(200);
    }

    [Fact]
    public async Task AnotherInstallationSecret_StopsTheStartAndNamesTheOption()
    {
        await using (await StartAsync(_adminKey)) { }
        var refused = await Assert.ThrowsAsync<StartRefusedException>(() =>
            RunningFarebox.StartAsync(options: options => (options.Data, options.Secret) = (_data, new string('s', 40))));
        Assert.Contains("FAREBOX_SECRET", refused.Message, StringComparison.Ordinal);
    }

    private Task<RunningFarebox> StartAsync(string adminKey) =>
        RunningFarebox.StartAsync(options: options => (options.Data, options.AdminKey) = (_data, adminKey));
}
