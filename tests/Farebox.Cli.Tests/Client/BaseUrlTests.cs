using Farebox.Client;

namespace Farebox.Cli.Tests.Client;

public sealed class BaseUrlTests
{
    [Theory]
    [InlineData("http://127.0.0.1:8420", "http://127.0.0.1:8420/v1")]
    [InlineData("http://127.0.0.1:8420/", "http://127.0.0.1:8420/v1")]
    [InlineData("http://127.0.0.1:8420/v1", "http://127.0.0.1:8420/v1")]
    [InlineData(" HTTPS://Example.COM/v1/ ", "https://example.com/v1")]
    [InlineData("https://example.com:443", "https://example.com/v1")]
    [InlineData("https://api.other.example/openai/v1", "https://api.other.example/openai/v1")]
    [InlineData("https://other.example/v1beta/openai/", "https://other.example/v1beta/openai")]
    [InlineData("http://[::1]:8420", "http://[::1]:8420/v1")]
    public void Url_WithOrWithoutVersion_IsNormalized(string text, string expected)
    {
        Assert.Equal(expected, BaseUrl.Normalize(text));
        Assert.Equal(expected, BaseUrl.Normalize(expected));
    }

    [Theory]
    [InlineData("")]
    [InlineData("localhost:8420")]
    [InlineData("ftp://host")]
    [InlineData("http://")]
    [InlineData("http://user:secret@host")]
    [InlineData("http://host/v1?key=x")]
    [InlineData("http://host/v1#x")]
    public void Text_ThatIsNoBaseUrl_IsRefusedWithoutRepeatingIt(string text)
    {
        Assert.False(BaseUrl.TryNormalize(text, out _, out var problem));
        Assert.DoesNotContain("secret", problem, StringComparison.Ordinal);
    }
}
