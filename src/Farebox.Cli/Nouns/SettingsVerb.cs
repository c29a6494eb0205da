using Farebox.Cli.Terminal;
using Farebox.Cli.Verbs;
using Farebox.Contracts;
using Farebox.Contracts.Operating;

namespace Farebox.Cli.Nouns;

/// <summary><c>farebox settings</c>: the options of a running server.</summary>
internal static class SettingsVerb
{
    private static readonly Column<SystemSetting>[] Columns =
    [
        new("option", setting => setting.Name),
        new("value", setting => setting.IsSecret ? setting.IsSet ? "(secret)" : "" : setting.Value),
        new("from", setting => setting.Source),
        new("meaning", setting => setting.Help),
    ];

    public static Verb Create(Surroundings around) => new AdminVerb(
        around, "settings", "List the options of the running server, their values and where those come from, for operators.",
        ["farebox settings", "farebox settings --json"], RunAsync);

    private static async Task<int> RunAsync(VerbRun run)
    {
        var (settings, json, requestId) = await run.Admin.Installation.SettingsAsync(run.Cancel);
        var page = new ListPage<SystemSetting>(settings.Data, settings.Data[0].Name, settings.Data[^1].Name, false);
        run.Print.List(new Client.ApiResult<ListPage<SystemSetting>>(page, json, requestId), "settings", Columns);
        return ExitStatus.Done;
    }
}
