using System.Net.Http.Headers;
using System.Text;
using Farebox.Testing.Upstream;

namespace Farebox.Server.Tests.Testing;

/// <summary>A plain HTTP client of a scripted upstream.</summary>
internal sealed class UpstreamClient(ScriptedUpstream upstream) : IDisposable
{
    // By default a disposed answer is drained for two seconds before its connection is closed.
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, ResponseDrainTimeout = TimeSpan.Zero });

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async Task<HttpResponseMessage> ChatAsync(string body = """{"model":"gpt-4o-mini","messages":[]}""", bool chunked = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, upstream.BaseUrl + "/chat/completions");
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.TransferEncodingChunked = chunked ? true : null;
        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancelled);
    }

    public async Task<string> ChatTextAsync()
    {
        using var answer = await ChatAsync();
        return await answer.Content.ReadAsStringAsync(Cancelled);
    }

    public Task<string> ModelsAsync() => http.GetStringAsync(new Uri(upstream.BaseUrl + "/models"), Cancelled);

    public void Dispose() => http.Dispose();
}
