using Farebox.Kernel.Credentials;
using Farebox.Server.Platform.Options;

namespace Farebox.Server.Tests.Serving;

public sealed class OptionsLoaderTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void LaterSource_GoesBeforeTheEarlier()
    {
        File.WriteAllText(_file, """{ "max_attempts": 4, "keep_alive_seconds": 20, "cors_origins": ["https://a.example", "https://b.example"], /* why */ "log_level": "error", }""");
        var environment = new Dictionary<string, string> { ["FAREBOX_MAX_ATTEMPTS"] = "5", ["FAREBOX_LOG_LEVEL"] = "warning", ["FAREBOX_API_KEY"] = "the client's" };

        var (options, errors) = OptionsLoader.Load(["--max-attempts", "6"], _file, environment);

        Assert.Empty(errors);
        Assert.Equal((6, 20, "warning"), (options.MaxAttempts, options.KeepAliveSeconds, options.LogLevel));
        Assert.Equal(["https://a.example", "https://b.example"], options.CorsOrigins);
    }

    [Theory]
    [InlineData("--no-such", "1", "--no-such: there is no such option")]
    [InlineData("--admin-key", "sk-fba", "--admin-key: there is no such option")]
    [InlineData("--max-attempts", "many", "--max-attempts: `many` is not a whole number")]
    [InlineData("--max-attempts", "11", "`max_attempts`: must be from 1 to 10, not 11")]
    [InlineData("--detect-upstreams", "perhaps", "--detect-upstreams: `perhaps` is not true or false")]
    [InlineData("--settlement", "eventual", "`settlement`: must be one of strict, relaxed, not `eventual`")]
    [InlineData("--listen", "localhost", "`listen`: `localhost` is not an address such as http://127.0.0.1:8420")]
    [InlineData("--listen", "https://127.0.0.1:1", "`listen`: https://127.0.0.1:1 needs `tls_certificate` and `tls_key`")]
    [InlineData("--tls-key", "/no/such", "`tls_certificate` and `tls_key`: set both or neither")]
    [InlineData("--trusted-proxies", "10.0.0.0/8,home", "`trusted_proxies`: `home` is neither an address nor a CIDR range")]
    [InlineData("--cors-origins", "https://a.example/", "`cors_origins`: `https://a.example/` is not an origin such as https://app.example")]
    public void WrongFlag_IsRefusedByName(string flag, string value, string error) =>
        Assert.Contains(OptionsLoader.Load([flag, value], null, new Dictionary<string, string>()).Errors, line => line == error);

    [Fact]
    public void WrongSecrets_AreRefused_AndNotShown()
    {
        var environment = new Dictionary<string, string>
        {
            ["FAREBOX_SECRET"] = "short-secret", ["FAREBOX_ADMIN_KEY"] = KeyText.NewApiKey(), ["FAREBOX_DATABASE"] = "postgres://user:hidden@host/db",
        };

        var errors = string.Join('\n', OptionsLoader.Load([], null, environment).Errors);

        Assert.Contains("`secret` (FAREBOX_SECRET)", errors, StringComparison.Ordinal);
        Assert.Contains("`admin_key` (FAREBOX_ADMIN_KEY)", errors, StringComparison.Ordinal);
        Assert.Contains("`database` (FAREBOX_DATABASE)", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("short-secret", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", errors, StringComparison.Ordinal);
        Assert.DoesNotContain(environment["FAREBOX_ADMIN_KEY"], errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ \"max_atempts\": 4 }", "`max_atempts` in ")]
    [InlineData("{ \"max_attempts\": ", "cannot be read as an options file")]
    [InlineData("[]", "cannot be read as an options file")]
    public void WrongFile_IsRefused(string text, string error)
    {
        File.WriteAllText(_file, text);

        Assert.Contains(error, Assert.Single(OptionsLoader.Load([], _file, new Dictionary<string, string>()).Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void NamedFileThatIsNotThere_IsAnError() =>
        Assert.Single(OptionsLoader.Load([], "/no/such/farebox.json", new Dictionary<string, string>()).Errors);
}
