using Farebox.Cli.Terminal;
using Farebox.Cli.Verbs;
using Farebox.Contracts.Operating;

namespace Farebox.Cli.Nouns;

/// <summary><c>farebox doctor</c>: what is wrong with a running installation, and what to do about it.</summary>
internal static class DoctorVerb
{
    // As far as the word before the first line reaches.
    private const string Indent = "         ";

    public static Verb Create(Surroundings around) => new AdminVerb(
        around, "doctor", "Tell what is wrong with the installation and what to do about it, for operators. Ends with 1 if calls fail because of it.",
        ["farebox doctor", "farebox doctor --json"], RunAsync);

    private static async Task<int> RunAsync(VerbRun run)
    {
        var report = await run.Admin.Installation.HealthAsync(run.Cancel);
        if (run.Print.Json) run.Print.Line(report.Json);
        else foreach (var line in report.Value.Checks.SelectMany(Lines)) run.Print.Line(line);
        return report.Value.Status == HealthStatuses.Failing ? ExitStatus.Failed : ExitStatus.Done;
    }

    private static IEnumerable<string> Lines(HealthCheck check)
    {
        yield return CleanText.Line($"{check.Status,-7}  {check.Message}");
        if (check.Subjects.Count > 0) yield return Indent + CleanText.Line(string.Join(", ", check.Subjects));
        if (check.Action is { } action) yield return Indent + CleanText.Line(action);
    }
}
