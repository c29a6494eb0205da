using System.Text;
using Farebox.Kernel.Routing;
using Farebox.Server.Platform.Options;
using Farebox.Server.Upstreams;
using Farebox.Server.Upstreams.OpenAi;
using Farebox.Testing.Upstream;

namespace Farebox.Server.Tests.Upstreams.Http;

/// <summary>Calls one upstream as the relay does, over our own HTTP.</summary>
internal sealed class Caller(Uri baseUrl, int maxConnections = 100, TimeProvider? clock = null, int connectSeconds = 30) : IDisposable
{
    private static readonly byte[] Chat =
        Encoding.UTF8.GetBytes("""{"model":"gpt-4o-mini","messages":[{"role":"user","content":"x"}]}""");

    private readonly OpenAiConnection _connection = new(
        new OpenAiSettings(baseUrl, null),
        new FareboxOptions { MaxUpstreamConnections = maxConnections, UpstreamConnectSeconds = connectSeconds },
        clock ?? TimeProvider.System);

    /// <summary>Returns once the head is there.</summary>
    public Task<UpstreamAnswer> BeginAsync(CancellationToken cancellationToken, UpstreamBody? body = null) => _connection
        .SendAsync(new UpstreamRequest(Surface.ChatCompletions, body ?? new UpstreamBody(Chat), Stream: false), cancellationToken)
        .AsTask().WaitAsync(Patience.Limit, TestContext.Current.CancellationToken);

    /// <summary>Returns once the body has ended.</summary>
    public async Task<(int Status, string Body)> CallAsync(UpstreamBody? body = null)
    {
        using var answer = await BeginAsync(TestContext.Current.CancellationToken, body);
        return (answer.StatusCode, await ReadAsync(answer));
    }

    /// <summary>The rest of a body.</summary>
    public static async Task<string> ReadAsync(UpstreamAnswer answer)
    {
        var text = new StringBuilder();
        var piece = new byte[1000];
        while (true)
        {
            var read = await answer.ReadAsync(piece, CancellationToken.None).AsTask().WaitAsync(Patience.Limit);
            if (read == 0) break;
            text.Append(Encoding.UTF8.GetString(piece, 0, read));
        }

        return text.ToString();
    }

    /// <summary>Calls, and expects no usable answer.</summary>
    public async Task<UpstreamFailure> FailAsync() => (await Assert.ThrowsAsync<UpstreamFailedException>(() => CallAsync())).Failure;

    public void Dispose() => _connection.Dispose();
}
