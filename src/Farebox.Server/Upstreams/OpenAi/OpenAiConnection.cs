using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Farebox.Server.Platform.Options;

namespace Farebox.Server.Upstreams.OpenAi;

/// <summary>Any provider that speaks OpenAI's HTTP API: the body goes out and the answer comes back byte for byte.</summary>
public sealed class OpenAiConnection : IUpstreamConnection
{
    private const int MaxModelListBytes = 16 << 20;

    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly HttpMessageInvoker _invoker;
    private readonly string? _authorization;
    private readonly Uri[] _paths;
    private readonly Uri _modelsPath;

    /// <summary>Opens no connection yet.</summary>
    public OpenAiConnection(OpenAiSettings settings, FareboxOptions options)
    {
        _authorization = settings.ApiKey is { Length: > 0 } key ? "Bearer " + key : null;
        var root = settings.BaseUrl.ToString().TrimEnd('/');
        _paths =
        [
            new Uri(root + "/chat/completions"), new Uri(root + "/completions"), new Uri(root + "/embeddings"), new Uri(root + "/images/generations"),
        ];
        _modelsPath = new Uri(root + "/models");
        _invoker = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            ActivityHeadersPropagator = null,
            ConnectTimeout = TimeSpan.FromSeconds(options.UpstreamConnectSeconds),
            MaxConnectionsPerServer = options.MaxUpstreamConnections,
            // New addresses behind the provider's name are found within this time.
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
            // An abandoned answer is cut, not read to its end: the provider should stop producing.
            ResponseDrainTimeout = TimeSpan.Zero,
        });
    }

    /// <inheritdoc/>
    public async ValueTask<UpstreamAnswer> SendAsync(UpstreamRequest request, CancellationToken cancellationToken)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, _paths[(int)request.Surface])
        {
            Content = new SplicedContent(request.Body),
        };
        message.Content.Headers.ContentType = Json;
        if (_authorization is not null) message.Headers.TryAddWithoutValidation("Authorization", _authorization);
        try
        {
            var response = await _invoker.SendAsync(message, cancellationToken);
            return new OpenAiAnswer(response, await response.Content.ReadAsStreamAsync(cancellationToken));
        }
        catch (HttpRequestException e)
        {
            throw Translate(e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new UpstreamFailedException(UpstreamFailure.TimedOut, "No connection within the limit.", e);
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> ListModelsAsync(CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, _modelsPath);
        if (_authorization is not null) message.Headers.TryAddWithoutValidation("Authorization", _authorization);
        try
        {
            using var response = await _invoker.SendAsync(message, cancellationToken);
            if (!response.IsSuccessStatusCode)
                throw new UpstreamStatusException((int)response.StatusCode);
            await response.Content.LoadIntoBufferAsync(MaxModelListBytes, cancellationToken);
            using var document = JsonDocument.Parse(await response.Content.ReadAsStreamAsync(cancellationToken));
            return [.. document.RootElement.GetProperty("data").EnumerateArray().Select(model => model.GetProperty("id").GetString()!)];
        }
        catch (HttpRequestException e)
        {
            throw Translate(e);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new UpstreamFailedException(UpstreamFailure.Garbage, "The answer is not a list of models.", e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new UpstreamFailedException(UpstreamFailure.TimedOut, "No connection within the limit.", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _invoker.Dispose();

    internal static UpstreamFailedException Translate(HttpRequestException e) => new(
        e.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError
                or HttpRequestError.ProxyTunnelError => UpstreamFailure.Unreachable,
            HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError or HttpRequestError.ConfigurationLimitExceeded
                or HttpRequestError.VersionNegotiationError => UpstreamFailure.Garbage,
            _ => UpstreamFailure.Broken,
        },
        e.Message, e);
}
