using System.Text.Json;
using Farebox.Server.Platform;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Farebox.Server;

/// <summary>
/// The OpenAPI 3.1 document of Farebox's routes. It has a name of its own, so that an application that hosts Farebox keeps documents of its
/// own, and neither shows the other's routes.
/// </summary>
internal static class OpenApiEndpoints
{
    /// <summary>Name of the document, and of the group that Farebox's routes belong to.</summary>
    public const string DocumentName = "farebox";

    /// <summary>Adds the document.</summary>
    public static IServiceCollection AddOpenApiDocument(this IServiceCollection services) => services.AddOpenApi(DocumentName, options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.ShouldInclude = description => description.GroupName == DocumentName;
        options.AddOperationTransformer<JsonBodyTransformer>();
        options.AddSchemaTransformer<DecimalTransformer>();
        options.AddSchemaTransformer((schema, _, _) =>
        {
            UseOurNames(schema);
            return Task.CompletedTask;
        });
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "Farebox";
            document.Info.Version = "v1";

            // The transformer above is not asked about an object inside of one that may be null.
            foreach (var schema in document.Components?.Schemas?.Values.OfType<OpenApiSchema>() ?? []) UseOurNames(schema);
            return Task.CompletedTask;
        });
    });

    /// <summary>Maps <c>/openapi/v1.json</c>.</summary>
    public static void MapOpenApiDocument(this IEndpointRouteBuilder routes) => routes.MapGet("/openapi/v1.json", WriteAsync).ExcludeFromDescription();

    /// <summary>The host's JSON options, which the document is made with, are not those of our bodies.</summary>
    private static void UseOurNames(OpenApiSchema schema)
    {
        if (schema.Properties is not { Count: > 0 } properties) return;
        schema.Properties = properties.ToDictionary(property => Name(property.Key), property => property.Value);
        schema.Required = schema.Required?.Select(Name).ToHashSet();

        static string Name(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
    }

    private static async Task WriteAsync(HttpContext context, [FromKeyedServices(DocumentName)] IOpenApiDocumentProvider provider)
    {
        var document = await provider.GetOpenApiDocumentAsync(context.RequestAborted);
        document.Servers = [new OpenApiServer { Url = $"{context.Request.Scheme}://{context.Request.Host}{context.Request.PathBase}" }];
        context.Response.ContentType = "application/json; charset=utf-8";
        using var buffer = new MemoryStream();
        await document.SerializeAsJsonAsync(buffer, OpenApiSpecVersion.OpenApi3_1, context.RequestAborted);
        await context.Response.Body.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), context.RequestAborted);
    }
}
