using System.Text.Json;
using Farebox.Testing.Server;

namespace Farebox.Server.Tests.Serving;

public sealed class OpenApiDocumentTests : IAsyncLifetime
{
    private RunningFarebox _farebox = null!;
    private JsonElement _document;

    public async ValueTask InitializeAsync()
    {
        _farebox = await RunningFarebox.StartAsync();
        _document = await _farebox.GetAsync("/openapi/v1.json");
    }

    public ValueTask DisposeAsync() => _farebox.DisposeAsync();

    [Theory]
    [InlineData("/v1/chat/completions")]
    [InlineData("/v1/completions")]
    [InlineData("/v1/embeddings")]
    [InlineData("/v1/images/generations")]
    [InlineData("/v1/tokens")]
    [InlineData("/v1/organization/projects")]
    public void Paths_HoldModelCallsAndManagement(string path)
    {
        var operation = _document.GetProperty("paths").GetProperty(path).GetProperty("post");
        Assert.True(operation.GetProperty("requestBody").GetProperty("content").TryGetProperty("application/json", out _));
    }

    [Fact]
    public void Members_AreSpelledAsInTheBodies()
    {
        var schemas = _document.GetProperty("components").GetProperty("schemas").EnumerateObject().ToList();
        var names = schemas.Where(schema => schema.Value.TryGetProperty("properties", out _))
            .SelectMany(schema => schema.Value.GetProperty("properties").EnumerateObject().Select(member => member.Name)).ToList();
        Assert.Contains("organization_id", names);
        Assert.DoesNotContain(names, name => name.Any(char.IsAsciiLetterUpper));
    }
}
