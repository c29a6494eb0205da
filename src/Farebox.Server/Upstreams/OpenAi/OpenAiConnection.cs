using System.Text;
using System.Text.Json;
using Farebox.Server.Platform.Options;
using Farebox.Server.Upstreams.Http;

namespace Farebox.Server.Upstreams.OpenAi;

/// <summary>Any provider that speaks OpenAI's HTTP API: the body goes out and the answer comes back byte for byte.</summary>
public sealed class OpenAiConnection : IUpstreamConnection
{
    private const int MaxModelListBytes = 16 << 20;

    // In the order of Surface.
    private static readonly string[] Paths = ["/chat/completions", "/completions", "/embeddings", "/images/generations"];

    private readonly ConnectionPool _pool;
    private readonly byte[][] _heads;
    private readonly byte[] _modelsHead;

    /// <summary>Opens no connection yet.</summary>
    public OpenAiConnection(OpenAiSettings settings, FareboxOptions options, TimeProvider clock)
    {
        var target = new HttpTarget(settings.BaseUrl);
        var root = settings.BaseUrl.AbsolutePath.TrimEnd('/');
        var headers = "User-Agent: farebox\r\nAccept-Encoding: identity\r\n"
            + (settings.ApiKey is { Length: > 0 } key ? $"Authorization: Bearer {key}\r\n" : "");
        _heads = [.. Paths.Select(path => Encoding.ASCII.GetBytes(
            target.RequestLines("POST", root + path) + headers + "Content-Type: application/json\r\nContent-Length: "))];
        _modelsHead = Encoding.ASCII.GetBytes(target.RequestLines("GET", root + "/models") + headers + "\r\n");
        _pool = new ConnectionPool(
            new Dialer(target, TimeSpan.FromSeconds(options.UpstreamConnectSeconds)), options.MaxUpstreamConnections, clock);
    }

    /// <inheritdoc/>
    public ValueTask<UpstreamAnswer> SendAsync(UpstreamRequest request, CancellationToken cancellationToken) =>
        CallAsync(new HttpCall(_heads[(int)request.Surface], request.Body, request.TraceParent), cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> ListModelsAsync(CancellationToken cancellationToken)
    {
        using var answer = await CallAsync(new HttpCall(_modelsHead, null), cancellationToken);
        if (answer.StatusCode is < 200 or > 299) throw new UpstreamStatusException(answer.StatusCode);
        using var body = new MemoryStream();
        var piece = new byte[16 << 10];
        while (await answer.ReadAsync(piece, cancellationToken) is var read and > 0)
        {
            if (body.Length + read > MaxModelListBytes) throw NoList(null);
            body.Write(piece, 0, read);
        }

        try
        {
            using var document = JsonDocument.Parse(body.GetBuffer().AsMemory(0, (int)body.Length));
            return [.. document.RootElement.GetProperty("data").EnumerateArray().Select(model => model.GetProperty("id").GetString()!)];
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw NoList(e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _pool.Dispose();

    private async ValueTask<UpstreamAnswer> CallAsync(HttpCall call, CancellationToken cancellationToken)
    {
        while (true)
        {
            KeptConnection? connection = null;
            var answered = false;
            try
            {
                connection = await _pool.RentAsync(cancellationToken);
                answered = await connection.TryCallAsync(call, cancellationToken);
                if (answered) return new OpenAiAnswer(connection);
            }
            catch (OperationCanceledException e) when (connection is null)
            {
                throw new RequestNotSentException(cancellationToken, e);
            }
            finally
            {
                if (!answered) connection?.End();
            }
        }
    }

    private static UpstreamFailedException NoList(Exception? inner) =>
        new(UpstreamFailure.Garbage, "The answer is not a list of models.", inner);
}
