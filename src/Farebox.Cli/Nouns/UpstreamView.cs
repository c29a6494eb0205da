using Farebox.Cli.Terminal;
using Farebox.Contracts.Upstreams;

namespace Farebox.Cli.Nouns;

/// <summary>How upstreams look.</summary>
internal static class UpstreamView
{
    private const int ModelsShown = 8;

    public static readonly Column<Upstream>[] Columns =
    [
        new("id", upstream => upstream.Id), new("name", upstream => upstream.Name), new("kind", upstream => upstream.Kind),
        new("base url", upstream => upstream.BaseUrl), new("enabled", upstream => upstream.Enabled ? "yes" : "no"),
        new("free", upstream => upstream.Free ? "yes" : ""), new("health", upstream => upstream.Health),
        new("models", upstream => Words.Count(upstream.Models.Count), Right: true),
        new("last error", upstream => upstream.LastError),
    ];

    public static readonly Column<UpstreamTest>[] TestLines =
    [
        new("upstream", test => test.UpstreamId), new("works", test => test.Ok ? "yes" : "no"), new("message", test => test.Message),
        new("took", test => Words.Duration(test.DurationMs * 1_000)), new("models", test => Names(test.Models)),
    ];

    private static string Names(IReadOnlyList<string> models) =>
        Words.List([.. models.Take(ModelsShown)]) + (models.Count > ModelsShown ? $" and {models.Count - ModelsShown} more" : "");
}
