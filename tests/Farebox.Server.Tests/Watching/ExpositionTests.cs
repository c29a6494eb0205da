namespace Farebox.Server.Tests.Watching;

/// <summary>The grammar that the other tests rely on refuses what is not of the format.</summary>
public sealed class ExpositionTests
{
    private const string Counter = "# HELP a_total Things.\n# TYPE a_total counter\n";
    private const string Histogram = "# HELP h Times.\n# TYPE h histogram\n";

    [Theory]
    [InlineData("")]
    [InlineData(Counter)]
    [InlineData(Counter + "a_total 1\na_total{x=\"\"} 2e-05\n")]
    [InlineData(Counter + "a_total{x=\"\\\\ \\\" \\n é\",y_1=\"}\"} 9007199254740993\n")]
    [InlineData(Histogram + "h_bucket{le=\"0.5\"} 1\nh_bucket{le=\"+Inf\"} 2\nh_sum 3.5\nh_count 2\n")]
    public void WellFormedText_IsRead(string text) => Assert.NotNull(Exposition.Parse(text));

    [Theory]
    [InlineData(Counter + "a_total 1")]
    [InlineData(Counter + "a_total  1\n")]
    [InlineData(Counter + "a_total one\n")]
    [InlineData(Counter + "a_total 1 \n")]
    [InlineData(Counter + "a_total -1\n")]
    [InlineData(Counter + "b_total 1\n")]
    [InlineData(Counter + "a_total{x=\"1} 1\n")]
    [InlineData(Counter + "a_total{x=\"\\t\"} 1\n")]
    [InlineData(Counter + "a_total{1x=\"\"} 1\n")]
    [InlineData(Counter + "a_total{x=\"\",x=\"\"} 1\n")]
    [InlineData(Counter + "a_total{x=\"1\"} 1\na_total{x=\"1\"} 1\n")]
    [InlineData(Counter + "a_total 1\n" + Counter + "a_total 1\n")]
    [InlineData("# HELP a Things.\n# TYPE a counter\na 1\n")]
    [InlineData("# HELP a Things.\na 1\n")]
    [InlineData("a 1\n")]
    [InlineData("\n")]
    [InlineData(Histogram + "h_bucket{le=\"0.5\"} 2\nh_bucket{le=\"+Inf\"} 1\nh_sum 3\nh_count 1\n")]
    [InlineData(Histogram + "h_bucket{le=\"0.5\"} 2\nh_sum 3\nh_count 2\n")]
    [InlineData(Histogram + "h_bucket{le=\"5\"} 1\nh_bucket{le=\"1\"} 1\nh_bucket{le=\"+Inf\"} 1\nh_sum 3\nh_count 1\n")]
    [InlineData(Histogram + "h_bucket{le=\"+Inf\"} 1\nh_sum 3\nh_count 2\n")]
    public void AnythingElse_IsRefused(string text) => Assert.ThrowsAny<Exception>(() => Exposition.Parse(text));
}
