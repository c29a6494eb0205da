using System.Text.Json;
using Farebox.Server.Operating;
using Farebox.Server.Platform.Options;
using Farebox.Server.Tests.Accounts;
using Farebox.Server.Tests.ConsolePages;

namespace Farebox.Server.Tests.Operating;

/// <summary><c>/v1/system/settings</c> and its page: every option, and no secret.</summary>
public sealed class SettingsTests : OperatorTest
{
    [Fact]
    public async Task Settings_AreAllThere_AndSecretsStay()
    {
        var list = await Farebox.GetAsync("/v1/system/settings");
        var settings = list.GetProperty("data").EnumerateArray().ToDictionary(setting => setting.GetProperty("name").GetString()!);
        Assert.Equal(OptionsLoader.Describe().Select(option => option.Name), settings.Keys);
        Assert.Equal(("debug", "program"), (Text(settings["log_level"], "value"), Text(settings["log_level"], "source")));
        Assert.Equal("default", Text(settings["max_attempts"], "source"));

        var key = settings["admin_key"];
        Assert.Equal((true, true, JsonValueKind.Null), (key.GetProperty("is_secret").GetBoolean(), key.GetProperty("is_set").GetBoolean(), key.GetProperty("value").ValueKind));
        Assert.DoesNotContain(Farebox.Options.AdminKey, list.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_ShowsThem_AndNoSecret()
    {
        var page = await Browser.OpenAsync(Operator + "/settings?only=set");
        Assert.Contains("admin_key", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain(Farebox.Options.AdminKey, page.Sent, StringComparison.Ordinal);
        Assert.DoesNotContain("max_attempts", page.Html, StringComparison.Ordinal);
        Assert.Contains("max_attempts", (await Browser.OpenAsync(Operator + "/settings")).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HealthPage_SaysWhatToDo_InTheReadersLanguage()
    {
        await Farebox.AddUpstreamAsync("dear", Provider, free: false);
        Assert.Contains("Set their prices", (await Browser.OpenAsync(Operator + "?lang=en")).Html, StringComparison.Ordinal);
        var page = await Browser.OpenAsync(Operator + "?lang=zh-CN");
        Assert.Contains("没有价格的模型会拒绝调用", page.Html, StringComparison.Ordinal);
        Assert.Contains("acme/tiny", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void Source_IsTheLastThatSetIt()
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        File.WriteAllText(file, """{ "max_attempts": 4, "log_level": "error", "keep_alive_seconds": 20 }""");
        try
        {
            var environment = new Dictionary<string, string> { ["FAREBOX_MAX_ATTEMPTS"] = "5", ["FAREBOX_LOG_LEVEL"] = "warning" };
            var (options, errors) = OptionsLoader.Load(["--max-attempts", "6"], file, environment);
            Assert.Empty(errors);
            var sources = SettingsReading.All(options).ToDictionary(setting => setting.Name, setting => setting.Source);
            Assert.Equal(
                ("command_line", "environment", "file", "default"),
                (sources["max_attempts"], sources["log_level"], sources["keep_alive_seconds"], sources["listen"]));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string? Text(JsonElement setting, string member) => setting.GetProperty(member).GetString();
}
