using System.Text;
using Farebox.Server.Watching;

namespace Farebox.Server.Tests.Watching;

public sealed class PrometheusTextTests
{
    [Theory]
    [InlineData("plain")]
    [InlineData("")]
    [InlineData("a\"} 1\nother_total{x=\"")]
    [InlineData("back\\slash\\")]
    [InlineData("\\n is no line's end")]
    [InlineData("模型 é 🎫 {}=,#")]
    public void LabelValue_ComesBackAsItWas(string value)
    {
        var text = new PrometheusText();
        text.Begin("a_total", "Help with a \\ and\na line.", "counter");
        text.Sample("a_total", "", PrometheusText.Labels([new("farebox.x", value)]), 1);
        var family = Exposition.Parse(Encoding.UTF8.GetString(text.ToArray())).Families["a_total"];
        Assert.Equal((value, "Help with a \\ and\na line."), (family.Samples.Single().Labels["farebox_x"], family.Help));
    }

    [Fact]
    public void WholeNumbers_AreExact_BeyondWhatAFloatHolds()
    {
        var text = new PrometheusText();
        text.Begin("a_total", "Help.", "counter");
        text.Sample("a_total", "", "", (1L << 53) + 1);
        Assert.EndsWith("a_total 9007199254740993\n", Encoding.UTF8.GetString(text.ToArray()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(double.PositiveInfinity, "+Inf")]
    [InlineData(double.NegativeInfinity, "-Inf")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(0.00025, "0.00025")]
    [InlineData(67108864, "67108864")]
    public void Number_IsSpelledForPrometheus(double value, string text) => Assert.Equal(text, PrometheusText.Number(value));

    [Theory]
    [InlineData("gen_ai.server.request.duration", "s", false, "gen_ai_server_request_duration_seconds")]
    [InlineData("farebox.store.size", "By", false, "farebox_store_size_bytes")]
    [InlineData("farebox.refusals", "{call}", true, "farebox_refusals_total")]
    [InlineData("1-odd name", "1", false, "_1_odd_name")]
    public void Name_FollowsTheConvention(string name, string unit, bool isCounter, string expected) =>
        Assert.Equal(expected, PrometheusNames.OfMetric(name, unit, isCounter));
}
