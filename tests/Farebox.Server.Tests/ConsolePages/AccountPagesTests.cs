using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Farebox.Server.Accounts.SignIn;
using Farebox.Server.Tests.Accounts;
using Farebox.Testing.Server;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.Tests.ConsolePages;

/// <summary>One's own account: password, authenticator, recovery codes, sessions.</summary>
public sealed partial class AccountPagesTests : IAsyncLifetime
{
    private const string Account = "/console/account";
    private readonly string password = TestRecords.Secret("correct horse " + Guid.NewGuid().ToString("N"));
    private RunningFarebox farebox = null!;
    private Browser browser = null!;
    private Browser other = null!;

    public async ValueTask InitializeAsync()
    {
        farebox = await RunningFarebox.StartAsync();
        (browser, other) = (new Browser(farebox.BaseUrl), new Browser(farebox.BaseUrl));
        await browser.SendAsync("/console/set-up", new()
        {
            ["code"] = farebox.Services.GetRequiredService<SetUpCode>().Text, ["name"] = "Ada", ["email"] = "ada@example.org", ["password"] = password,
        });
        Assert.Equal("/console", await SignInAsync(password));
    }

    public async ValueTask DisposeAsync()
    {
        browser.Dispose();
        other.Dispose();
        await farebox.DisposeAsync();
    }

    [Fact]
    public async Task Password_Changed_EndsOtherSessions_AndTheOldOneOpensNothing()
    {
        var chosen = TestRecords.Secret("another " + password);
        Assert.Equal(Account + "?error=wrong-password", await ChangeAsync("not " + password, chosen));
        Assert.Equal(Account + "?error=password-short", await ChangeAsync(password, "short"));
        Assert.Equal(HttpStatusCode.OK, (await other.OpenAsync(Account)).Status);

        Assert.Equal(Account + "?done=password-changed", await ChangeAsync(password, chosen));
        Assert.Equal(HttpStatusCode.OK, (await browser.OpenAsync(Account)).Status);
        Assert.Equal("/console/sign-in?next=%2Fconsole%2Faccount", (await other.OpenAsync(Account)).Location);
        Assert.Equal(Told.Wrong, await SignInAsync(password));
        Assert.Equal("/console", await SignInAsync(chosen));
    }

    [Fact]
    public async Task Authenticator_SetUp_IsAskedForAtSignIn_AndARecoveryCodeWorksOnce()
    {
        await browser.SendAsync(Account, [], Account + "/authenticator/new");
        var page = await browser.OpenAsync(Account);
        Assert.Contains("<svg", page.Html, StringComparison.Ordinal);
        var key = TestRecords.Secret(Key().Match(page.Html).Groups[1].Value).Replace(" ", "", StringComparison.Ordinal);
        Assert.Equal(Account + "?error=wrong-code", (await TurnOnAsync(password, "000000")).Location);
        var first = CodeOf(key);
        Assert.Equal(Account + "?error=wrong-password", (await TurnOnAsync("not " + password, first)).Location);
        Assert.Equal("/console", await SignInAsync(password));
        var codes = Codes().Matches((await TurnOnAsync(password, first)).Html);
        Assert.Equal(10, codes.Count);
        Assert.Contains("asks for a code", (await OutboxReading.LinkAsync(farebox, "ada@example.org", "/console/forgotten")).Text, StringComparison.Ordinal);

        // Not twice: neither another key, nor other recovery codes.
        Assert.Equal(Account + "?error=authenticator-on", (await browser.SendAsync(Account, [], Account + "/authenticator/new")).Location);
        Assert.Equal(Account + "?error=authenticator-on", (await TurnOnAsync(password, CodeOf(key, steps: 1))).Location);
        Assert.Contains("authenticator is on already", (await browser.OpenAsync(Account + "?error=authenticator-on")).Html, StringComparison.Ordinal);

        // The password alone opens nothing, and neither does a wrong code.
        Assert.Equal("/console/sign-in/code", await SignInAsync(password));
        Assert.Equal("/console/sign-in/code?next=%2Fconsole%2Faccount", (await other.OpenAsync(Account)).Location);
        Assert.Equal("/console/sign-in/code?error=wrong", await EnterCodeAsync("000000"));
        Assert.Equal("/console/sign-in/code?error=wrong", await EnterCodeAsync(first)); // It was taken when the authenticator was added.
        Assert.Equal("/console", await EnterCodeAsync(CodeOf(key, steps: 1)));
        Assert.Equal(HttpStatusCode.OK, (await other.OpenAsync(Account)).Status);

        var recovery = TestRecords.Secret(codes[0].Value);
        await SignInAsync(password);
        Assert.Equal("/console", await EnterCodeAsync(recovery));
        Assert.Contains("Recovery codes left: 9", (await other.OpenAsync(Account)).Html, StringComparison.Ordinal);
        await SignInAsync(password);
        Assert.Equal("/console/sign-in/code?error=wrong", await EnterCodeAsync(recovery));

        Assert.Equal(Account + "?error=wrong-password", await RemoveAsync("not " + password));
        Assert.Equal(Account + "?done=authenticator-removed", await RemoveAsync(password));
        Assert.Contains("the password alone opens", (await OutboxReading.LinkAsync(farebox, "ada@example.org", "/console/forgotten", which: 2)).Text, StringComparison.Ordinal);
        Assert.Equal("/console", await SignInAsync(password));
        Assert.Equal(Account + "?error=stale", await RemoveAsync(password));
    }

    [Fact]
    public async Task Page_ThatWasAskedFor_IsShownAfterTheCode_AndNothingElse()
    {
        await browser.SendAsync(Account, [], Account + "/authenticator/new");
        var key = TestRecords.Secret(Key().Match((await browser.OpenAsync(Account)).Html).Groups[1].Value).Replace(" ", "", StringComparison.Ordinal);
        var codes = Codes().Matches((await TurnOnAsync(password, CodeOf(key))).Html);
        const string Code = "/console/sign-in/code";
        foreach (var (next, to, led) in new[] { (Account, Code + "?next=%2Fconsole%2Faccount", Account), ("//evil.example", Code, "/console") })
        {
            using var fresh = new Browser(farebox.BaseUrl);
            var fields = new Dictionary<string, string> { ["email"] = "ada@example.org", ["password"] = password, ["next"] = next };
            Assert.Equal(to, (await fresh.SendAsync("/console/sign-in", fields)).Location);
            var page = await fresh.OpenAsync(to);
            Assert.Equal(next == Account ? Account : null, page.ValueOf("next"));
            var wrong = (await fresh.SendAsync(Code, new() { ["code"] = "000000", ["next"] = next })).Location;
            Assert.Equal(to.Replace("?next", "?error=wrong&next", StringComparison.Ordinal), next == Account ? wrong : wrong?.Replace("?error=wrong", "", StringComparison.Ordinal));
            var right = codes[led == Account ? 0 : 1].Value;
            Assert.Equal(led, (await fresh.SendAsync(Code, new() { ["code"] = right, ["next"] = next })).Location);
        }
    }

    [Fact]
    public async Task Authenticator_TurnedOn_IsOneEventOfTheAuditLog()
    {
        await browser.SendAsync(Account, [], Account + "/authenticator/new");
        var key = TestRecords.Secret(Key().Match((await browser.OpenAsync(Account)).Html).Groups[1].Value).Replace(" ", "", StringComparison.Ordinal);
        var before = await CountAsync();
        await TurnOnAsync(password, CodeOf(key));
        Assert.Equal(before + 1, await CountAsync());

        async Task<int> CountAsync() => (await RunningFarebox.SendAsync(farebox.Admin, HttpMethod.Get, "/v1/system/audit_logs?limit=100", null))
            .GetProperty("data").EnumerateArray().Count(row => row.GetProperty("type").GetString() == "user.updated");
    }

    [Fact]
    public async Task Session_EndedFromAnotherBrowser_IsOver_AndTheOtherGoesOn()
    {
        var page = await browser.OpenAsync(Account);
        Assert.Contains("this browser", page.Html, StringComparison.Ordinal);
        var id = Session().Match(page.Html).Groups[1].Value;
        Assert.Equal(Account + "?done=session-ended", (await browser.SendAsync(Account, new() { ["id"] = id }, Account + "/sessions")).Location);
        Assert.Equal("/console/sign-in?next=%2Fconsole%2Faccount", (await other.OpenAsync(Account)).Location);
        Assert.Equal(HttpStatusCode.OK, (await browser.OpenAsync(Account)).Status);
    }

    private async Task<string?> SignInAsync(string secret)
    {
        await other.OpenAsync("/console/sign-in");
        if ((await other.OpenAsync("/console")).Status == HttpStatusCode.OK) await other.SendAsync("/console", [], "/console/sign-out");
        return (await other.SendAsync("/console/sign-in", new() { ["email"] = "ada@example.org", ["password"] = secret })).Outcome;
    }

    private async Task<string?> EnterCodeAsync(string code) => (await other.SendAsync("/console/sign-in/code", new() { ["code"] = code })).Location;

    private async Task<string?> ChangeAsync(string current, string chosen) =>
        (await browser.SendAsync(Account, new() { ["current"] = current, ["chosen"] = chosen }, Account + "/password")).Location;

    private Task<Page> TurnOnAsync(string secret, string code) =>
        browser.SendAsync(Account, new() { ["password"] = secret, ["code"] = code }, Account + "/authenticator");

    private async Task<string?> RemoveAsync(string secret) =>
        (await browser.SendAsync(Account, new() { ["password"] = secret }, Account + "/authenticator/remove")).Location;

    /// <summary>What an authenticator app shows now: RFC 6238 with HMAC-SHA-1, 30 seconds, six digits.</summary>
    [SuppressMessage("Security", "CA5350", Justification = "Authenticator apps know nothing else.")]
    private static string CodeOf(string key, int steps = 0)
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        var bits = string.Concat(key.Select(digit => Convert.ToString(Alphabet.IndexOf(digit, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        var bytes = Enumerable.Range(0, bits.Length / 8).Select(at => Convert.ToByte(bits.Substring(at * 8, 8), 2)).ToArray();
        Span<byte> step = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(step, TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 30 + steps);
        var hash = HMACSHA1.HashData(bytes, step);
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 0xf)) & int.MaxValue;
        return (number % 1_000_000).ToString("D6", System.Globalization.CultureInfo.InvariantCulture);
    }

    [GeneratedRegex("<code>([A-Z2-7 ]{32,})</code>")]
    private static partial Regex Key();

    [GeneratedRegex("[0-9A-Z]{5}-[0-9A-Z]{5}")]
    private static partial Regex Codes();

    [GeneratedRegex("name=\"id\" value=\"(sess_[^\"]+)\"")]
    private static partial Regex Session();
}
