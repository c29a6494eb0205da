using Farebox.Contracts;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Farebox.Server.Platform;

/// <summary>Tells the OpenAPI document what decimals look like on the wire: their converters do not.</summary>
internal sealed class DecimalTransformer : IOpenApiSchemaTransformer
{
    /// <inheritdoc/>
    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        schema.Type = context.JsonPropertyInfo?.CustomConverter switch
        {
            DecimalNumberConverter => JsonSchemaType.Number,
            DecimalTextConverter => JsonSchemaType.String | JsonSchemaType.Number,
            _ => schema.Type,
        };
        return Task.CompletedTask;
    }
}
