using System.Text;
using System.Text.Json;
using Farebox.Kernel.Redaction;

namespace Farebox.Kernel.Tests.Redaction;

public sealed class JsonRedactionTests
{
    private static string Redact(string body, bool isCut = false) => JsonRedaction.Redact(Redactor.Standard, Encoding.UTF8.GetBytes(body), isCut);

    [Theory]
    [InlineData("""{"a":"bob@example.com","n":1.50,"t":true,"z":null}""", """{"a":"[email]","n":1.50,"t":true,"z":null}""")]
    [InlineData("""["bob\u0040example.com"]""", """["[email]"]""")]
    [InlineData("""{"\u0062ob@example.com":1}""", """{"[email]":1}""")]
    [InlineData("""{"card":4111111111111111,"when":1780000000123}""", """{"card":"[card]","when":1780000000123}""")]
    [InlineData("""{"arguments":"{\"to\":\"bob\\u0040example.com\"}"}""", """{"arguments":"{\"to\":\"[email]\"}"}""")]
    [InlineData("""{"arguments":"{\"to\": \"nobody\"}"}""", """{"arguments":"{\"to\": \"nobody\"}"}""")]
    [InlineData("""{"logprobs":{"content":[{"token":"bob"},{"token":"@example.com"}]}}""", """{"logprobs":null}""")]
    [InlineData("""{"logprobs":true}""", """{"logprobs":true}""")]
    [InlineData("""{"text":"汉字 é <b>"}""", """{"text":"汉字 é <b>"}""")]
    public void Redact_Json_StaysJson(string body, string redacted) => Assert.Equal(redacted, Redact(body));

    [Fact]
    public void Redact_CorpusInStrings_FindsWhatIsThereHoweverItIsEscaped() => Assert.All(RedactionCorpus.Found, sample =>
    {
        var escaped = string.Concat(sample.Text.Select(c => $"\\u{(int)c:x4}"));
        var text = JsonDocument.Parse(Redact($$"""{"a":["{{escaped}}"]}""")).RootElement.GetProperty("a")[0].GetString();
        Assert.Equal(sample.Redacted, text);
    });

    [Theory]
    [InlineData("""{"a":"bob\u0040example.com",""", """{"a":"[email]",""")]
    [InlineData("plain bob@example.com", "plain [email]")]
    [InlineData("""{"a":"\ud83d bob@example.com"}""", "[email]")]
    [InlineData("", "")]
    public void Redact_WhatIsNoJson_IsAText(string body, string holds)
    {
        Assert.Contains(holds, Redact(body), StringComparison.Ordinal);
        Assert.DoesNotContain("bob", Redact(body), StringComparison.Ordinal);
    }

    [Fact]
    public void Redact_CutBody_LosesWhatCouldBeHalfASecret()
    {
        var body = """{"a":"bob@example.com """ + string.Concat(Enumerable.Repeat("word ", 200));
        var redacted = Redact(body + "sk-abc", isCut: true);
        Assert.StartsWith("""{"a":"[email] word """, redacted, StringComparison.Ordinal);
        Assert.DoesNotContain("sk-abc", redacted, StringComparison.Ordinal);
        Assert.Contains("sk-abc", Redact(body + "sk-abc"), StringComparison.Ordinal);
    }

    [Fact]
    public void Redact_DeepJson_IsRedactedAllTheSame()
    {
        var body = string.Concat(Enumerable.Repeat("[", 2000)) + "\"bob@example.com\"" + string.Concat(Enumerable.Repeat("]", 2000));
        Assert.Contains("[email]", Redact(body), StringComparison.Ordinal);
        Assert.DoesNotContain("bob", Redact(body), StringComparison.Ordinal);
    }
}
