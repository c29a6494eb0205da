using System.Net;
using Farebox.Server.Platform.Options;
using Farebox.Server.Tests.Relay;

namespace Farebox.Server.Tests.Watching;

/// <summary>A Farebox whose metrics are on, before one scripted upstream.</summary>
public abstract class MetricsFixture : RelayFixture
{
    protected static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    protected override void Configure(FareboxOptions options) => options.Metrics = true;

    /// <summary>The metrics as a scrape sees them.</summary>
    internal async Task<Exposition> ScrapeAsync() => Exposition.Parse(await ReadAsync());

    /// <summary>The same as text.</summary>
    protected async Task<string> ReadAsync()
    {
        using var response = await Farebox.Admin.GetAsync(new Uri("/metrics", UriKind.Relative), Cancelled);
        var text = await response.Content.ReadAsStringAsync(Cancelled);
        Assert.Equal((HttpStatusCode.OK, "text/plain; version=0.0.4; charset=utf-8"), (response.StatusCode, response.Content.Headers.ContentType?.ToString()));
        return text;
    }
}
