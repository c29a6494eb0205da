using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Farebox.Server.Platform;

/// <summary>
/// The type of a route's body, for the OpenAPI document alone: routing refuses no body for its media type, since curl's <c>-d</c> sends
/// a wrong one.
/// </summary>
public sealed record JsonBodyType(Type Type);

/// <summary>Puts the bodies that <see cref="JsonBody{T}"/> reads into the OpenAPI document.</summary>
internal sealed class JsonBodyTransformer : IOpenApiOperationTransformer
{
    /// <inheritdoc/>
    public async Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<JsonBodyType>().FirstOrDefault() is not { } body) return;
        operation.RequestBody = new OpenApiRequestBody
        {
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/json"] = new() { Schema = await context.GetOrCreateSchemaAsync(body.Type, null, cancellationToken) },
            },
        };
    }
}
