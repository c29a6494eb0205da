using Dapper;
using Farebox.Server.Accounts.SignUp;
using Farebox.Server.Storage;
using Farebox.Server.Tests.Credentials;
using Farebox.Testing.Server;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.Tests.Accounts;

/// <summary>People who sign up and never confirm their address.</summary>
public sealed class SignUpUpkeepTests : ConsoleTest
{
    private const string Bob = "bob@example.org";

    [Fact]
    public async Task NeverConfirmed_IsDeletedAfterItsDays_AndTheAddressCanSignUpAgain()
    {
        await StartAsync(options => (options.SignUp, options.SignUpKeepDays) = ("open", 3));
        await SignUpAsync(NewBrowser(), Bob);
        Clock.Advance(TimeSpan.FromDays(3));
        await RunAsync();
        Assert.Equal([Ada, Bob], await EmailsAsync());
        Clock.Advance(TimeSpan.FromSeconds(1));
        await RunAsync();
        Assert.Equal([Ada], await EmailsAsync());
        var told = (await Farebox.GetAsync("/v1/system/audit_logs?limit=1")).GetProperty("data")[0];
        Assert.Equal("user.deleted", told.GetProperty("type").GetString());

        await SignUpAsync(NewBrowser(), Bob);
        Assert.Equal("/console", (await FollowAsync(NewBrowser(), (await OutboxReading.LinkAsync(Farebox, Bob, "/console/confirm", which: 2)).Link, Password)).Location);
        Clock.Advance(TimeSpan.FromDays(30));
        await RunAsync();
        Assert.Equal([Ada, Bob], await EmailsAsync());
    }

    [Fact]
    public async Task SignedUpAgain_CountsFromThen_AndNobodyGoesBeforeTheirLinkIsOver()
    {
        await StartAsync(options => (options.SignUp, options.SignUpKeepDays, options.ConfirmLinkHours) = ("open", 1, 72));
        await SignUpAsync(NewBrowser(), Bob);
        Clock.Advance(TimeSpan.FromHours(71));
        await RunAsync();
        Assert.Equal([Ada, Bob], await EmailsAsync());
        await SignUpAsync(NewBrowser(), Bob);
        Clock.Advance(TimeSpan.FromHours(71));
        await RunAsync();
        Assert.Equal([Ada, Bob], await EmailsAsync());
        Clock.Advance(TimeSpan.FromHours(2));
        await RunAsync();
        Assert.Equal([Ada], await EmailsAsync());
    }

    [Theory]
    [InlineData("UPDATE users SET email_confirmed = 1 WHERE email = @Bob")]
    [InlineData("UPDATE users SET is_operator = 1 WHERE email = @Bob")]
    [InlineData("UPDATE users SET disabled_at = 1 WHERE email = @Bob")]
    [InlineData("INSERT INTO members SELECT o.id, u.id, 'viewer', 1 FROM users u, organizations o WHERE email = @Bob LIMIT 1")]
    [InlineData("INSERT INTO logins SELECT 'https://id.example.org', 's', id, NULL, 1 FROM users WHERE email = @Bob")]
    public async Task WhoeverIsMoreThanASignUp_Stays(string sql)
    {
        await StartAsync(options => options.SignUp = "open");
        await SignUpAsync(NewBrowser(), Bob);
        Assert.Equal(1, await Farebox.Services.GetRequiredService<Database>().UpkeepAsync(connection => connection.Execute(sql, new { Bob })));
        Clock.Advance(TimeSpan.FromDays(400));
        await RunAsync();
        Assert.Equal([Ada, Bob], await EmailsAsync());
    }

    // The server's own round may come before: it is over, or does nothing, once this one is.
    private Task<int> RunAsync() => Farebox.Services.GetRequiredService<SignUpUpkeep>().RunOnceAsync();

    private async Task<IEnumerable<string?>> EmailsAsync() =>
        (await Farebox.Admin.Get("/v1/system/users").Expect(200)).Data.Select(user => user.GetProperty("email").GetString()).Order();
}
