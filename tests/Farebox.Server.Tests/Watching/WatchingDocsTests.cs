using System.Text.Json;
using System.Text.RegularExpressions;
using Farebox.Server.Tests.House;

namespace Farebox.Server.Tests.Watching;

/// <summary>Holds the dashboard, the alert rules and the table of metrics against what a real endpoint gives.</summary>
public sealed partial class WatchingDocsTests(WatchedTraffic traffic) : IClassFixture<WatchedTraffic>
{
    private const string Dashboard = "docs/operate/grafana/farebox.json";
    private const string Alerts = "docs/operate/alerts.yaml";

    // Those that the format itself adds.
    private static readonly string[] FormatLabels = ["le"];

    [Fact]
    public void Table_IsWhatTheEndpointGives()
    {
        var expected = traffic.Metrics.Families.Values.Select(family => $"{family.Name} {family.Type}: {string.Join(", ", LabelsOf(family))}");
        var found = Repository.Table("docs/operate/watching.md", "metrics").Select(row =>
            $"{row[0].Trim('`')} {row[1]}: {string.Join(", ", Words().Matches(row[2]).Select(match => match.Value).Order(StringComparer.Ordinal))}");
        Assert.Equal(expected.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void EachMetric_SaysWhatItTells() => Assert.All(traffic.Metrics.Families.Values, family => Assert.EndsWith(".", family.Help, StringComparison.Ordinal));

    [Fact]
    public void DashboardQueries_FindWhatTheyAskFor()
    {
        var panels = Panels();
        Assert.True(panels.Count > 15);
        var faults = panels.SelectMany(panel => Targets(panel).SelectMany(target => QueryCheck.Faults(target.Expr, traffic.Metrics, target.Shown)
            .Select(fault => $"{panel.GetProperty("title")}: {fault}"))).ToList();
        Assert.True(faults.Count == 0, string.Join('\n', faults));
        Assert.All(panels, panel => Assert.NotEmpty(Targets(panel)));
    }

    [Fact]
    public void Dashboard_CanBeImported_WithTheDataSourceAsAVariable()
    {
        using var document = JsonDocument.Parse(Repository.Read(Dashboard));
        var variables = document.RootElement.GetProperty("templating").GetProperty("list").EnumerateArray().ToList();
        Assert.Equal(["datasource", "model"], variables.ConvertAll(variable => variable.GetProperty("name").GetString()));
        Assert.Equal("prometheus", variables[0].GetProperty("query").GetString());
        var sources = SourceIds().Matches(Repository.Read(Dashboard)).Select(match => match.Groups[1].Value).Distinct();
        Assert.Equal(["farebox", "${datasource}"], sources.OrderDescending(StringComparer.Ordinal));
        var ids = document.RootElement.GetProperty("panels").EnumerateArray().Select(panel => panel.GetProperty("id").GetInt32()).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        var query = variables[1].GetProperty("definition").GetString()!;
        Assert.Equal("label_values(gen_ai_server_request_duration_seconds_count, gen_ai_request_model)", query);
        Assert.Contains(traffic.Metrics.Samples("gen_ai_server_request_duration_seconds_count"), sample => sample.Labels.ContainsKey("gen_ai_request_model"));
    }

    [Fact]
    public void AlertRules_FindWhatTheyAskFor()
    {
        var rules = Rules().Matches(Repository.Read(Alerts)).ToList();
        Assert.Equal(Repository.Read(Alerts).Split("- alert: ").Length - 1, rules.Count);
        Assert.True(rules.Count > 8);
        var faults = rules.SelectMany(rule => QueryCheck.Faults(rule.Groups["expr"].Value, traffic.Metrics, Shown(rule.Groups["summary"].Value))
            .Select(fault => $"{rule.Groups["name"].Value}: {fault}")).ToList();
        Assert.True(faults.Count == 0, string.Join('\n', faults));
        Assert.Equal(rules.Count, rules.Select(rule => rule.Groups["name"].Value).Distinct().Count());
    }

    [Theory]
    [InlineData("sum(rate(farebox_refusals_totals[5m]))")]
    [InlineData("sum(rate(farebox_refusals[5m]))")]
    [InlineData("sum by (reason) (rate(farebox_refusals_total[5m]))")]
    [InlineData("farebox_refusals_total{farebox_reasons=\"model_not_found\"}")]
    [InlineData("farebox_refusals_total{farebox_reason=\"model_not_fond\"}")]
    [InlineData("sum(ratee(farebox_refusals_total[5m]))")]
    [InlineData("sum(rate(farebox_refusals_total[5m])")]
    [InlineData("sum by (farebox_reason) (gen_ai_client_token_usage_sum) / sum by (farebox_reason) (farebox_refusals_total)")]
    [InlineData("gen_ai_server_request_duration_seconds")]
    [InlineData("1 + 1")]
    public void MisspeltQuery_IsFound(string query) => Assert.NotEmpty(QueryCheck.Faults(query, traffic.Metrics));

    [Fact]
    public void LabelThatIsShown_HasToBeThere() =>
        Assert.NotEmpty(QueryCheck.Faults("sum by (farebox_reason) (rate(farebox_refusals_total[5m]))", traffic.Metrics, "farebox_upstream"));

    private static List<JsonElement> Panels()
    {
        var document = JsonSerializer.Deserialize<JsonElement>(Repository.Read(Dashboard));
        return [.. document.GetProperty("panels").EnumerateArray().Where(panel => panel.GetProperty("type").GetString() != "row")];
    }

    private static List<(string Expr, List<string> Shown)> Targets(JsonElement panel) =>
        [.. panel.GetProperty("targets").EnumerateArray().Select(target =>
            (target.GetProperty("expr").GetString()!, Shown(target.GetProperty("legendFormat").GetString()!)))];

    private static List<string> Shown(string text) => [.. Placeholders().Matches(text).Select(match => match.Groups[1].Value)];

    private static IEnumerable<string> LabelsOf(Family family) =>
        family.Samples.SelectMany(sample => sample.Labels.Keys).Distinct().Except(FormatLabels).Order(StringComparer.Ordinal);

    [GeneratedRegex("[a-z_]+")]
    private static partial Regex Words();

    [GeneratedRegex("\"uid\": \"([^\"]*)\"")]
    private static partial Regex SourceIds();

    [GeneratedRegex(@"\{\{\s*(?:\$labels\.)?([a-z_]+)\s*\}\}")]
    private static partial Regex Placeholders();

    // One shape for every rule, so that none is overlooked.
    [GeneratedRegex(@"^      - alert: (?<name>Farebox[A-Za-z]+)\n        expr: (?<expr>[^\n|>][^\n]*)\n(?:        for: [0-9]+m\n)?        labels:\n          severity: (?:critical|warning|info)\n        annotations:\n          summary: (?<summary>[^\n]+)$",
        RegexOptions.Multiline)]
    private static partial Regex Rules();
}
