using System.Text.Json;
using Farebox.Contracts;
using Farebox.Contracts.Models;

namespace Farebox.Client.Models;

/// <summary>The models that the credential may use, at Farebox or at any OpenAI-shaped address.</summary>
public sealed class ModelsClient
{
    private readonly ApiTransport _transport;

    internal ModelsClient(ApiTransport transport) => _transport = transport;

    /// <summary>Reads what providers really send: members beside the id may be absent, and so may the envelope.</summary>
    public async Task<ApiResult<ModelList>> ListAsync(CancellationToken cancel = default)
    {
        var (text, requestId, status) = await _transport.SendTextAsync(HttpMethod.Get, "/models", null, cancel);
        return Read(text) is { } models
            ? new ApiResult<ModelList>(new ModelList("list", models), text, requestId)
            : throw new FareboxApiException(
                status, new ErrorDetail("The answer to /models is not a list of models.", "", null, null), requestId);
    }

    /// <summary>With what they cost the caller; only Farebox answers so.</summary>
    public Task<ApiResult<ModelWithPricesList>> ListWithPricesAsync(CancellationToken cancel = default) =>
        _transport.GetAsync<ModelWithPricesList>("/models?include=prices", cancel);

    public Task<ApiResult<Model>> GetAsync(string id, CancellationToken cancel = default) =>
        _transport.GetAsync<Model>("/models/" + PathSegment.OfName(id), cancel);

    private static List<Model>? Read(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var list = document.RootElement;
            if (list.ValueKind == JsonValueKind.Object && list.TryGetProperty("data", out var data))
                list = data;
            return list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray().Select(ReadModel).OfType<Model>()] : null;
        }
        catch (JsonException)
        {
            // Null says that it is no list; the caller names the address.
            return null;
        }
    }

    private static Model? ReadModel(JsonElement model) =>
        model.ValueKind == JsonValueKind.Object && model.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String
            ? new Model(id.GetString()!, "model", Created(model), Owner(model))
            : null;

    private static long Created(JsonElement model) =>
        model.TryGetProperty("created", out var created) && created.ValueKind == JsonValueKind.Number
            && created.TryGetInt64(out var seconds) ? seconds : 0;

    private static string Owner(JsonElement model) =>
        model.TryGetProperty("owned_by", out var owner) && owner.ValueKind == JsonValueKind.String ? owner.GetString()! : "";
}
