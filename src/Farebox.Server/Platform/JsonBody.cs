using System.Reflection;
using System.Text.Json;
using Farebox.Contracts;
using Farebox.Server.Platform.Options;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.Platform;

/// <summary>
/// A management request's JSON body, read strictly: a member that nobody knows, a wrong type or a duplicate is an error that names it.
/// A handler takes it as a parameter and returns <see cref="Error"/> when there is one.
/// </summary>
/// <param name="Value">The body; an empty one reads as <c>{}</c>. Only valid without an error.</param>
public sealed record JsonBody<T>(T Value, ApiError? Error) : IEndpointParameterMetadataProvider
    where T : class
{
    /// <summary>Lets minimal APIs bind it.</summary>
    public static async ValueTask<JsonBody<T>?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var options = context.RequestServices.GetRequiredService<FareboxOptions>();
        var limit = options.MaxManagementBodyBytes;
        if (BodyCoding.Check(context.Request) is { } coded) return Failed(coded);
        if (context.Request.ContentLength > limit) return Failed(ApiErrors.TooLarge(limit));

        using var deadline = new BodyDeadline(context, options, context.RequestServices.GetRequiredService<TimeProvider>());
        using var buffer = new MemoryStream();
        try
        {
            if (!await ReadAsync(context, buffer, limit)) return Failed(ApiErrors.TooLarge(limit));
        }
        catch (OperationCanceledException) when (deadline.HasPassed)
        {
            return Failed(ApiErrors.TooSlow(options.RequestBodySeconds));
        }
        catch (IOException e) when (e is not BadHttpRequestException)
        {
            return Failed(ApiErrors.BadFraming);
        }

        return Parse(buffer.Length == 0 ? "{}"u8 : buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    /// <summary>Tells the OpenAPI document what the body looks like.</summary>
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new JsonBodyType(typeof(T)));

    private static async ValueTask<bool> ReadAsync(HttpContext context, MemoryStream buffer, int limit)
    {
        var piece = new byte[8192];
        while (await context.Request.Body.ReadAsync(piece, context.RequestAborted) is var read and > 0)
        {
            if (buffer.Length + read > limit) return false;
            buffer.Write(piece, 0, read);
        }

        return true;
    }

    private static JsonBody<T> Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, FareboxJson.Strict) is { } value
                ? new JsonBody<T>(value, null)
                : Failed(ApiErrors.NotJson("it must be an object."));
        }
        catch (JsonException e)
        {
            return Failed(Explain(e));
        }
    }

    private static JsonBody<T> Failed(ApiError error) => new(null!, error);

    private static ApiError Explain(JsonException e)
    {
        var path = e.Path is { Length: > 2 } found ? found[2..] : "";

        // The serializer has no other sign of an unknown member than its words: they name it in quotes.
        if (e.Message.Contains("could not be mapped to any .NET member", StringComparison.Ordinal))
            return ApiErrors.UnknownParameter(path.Length > 0 ? path : e.Message.Split('\'') is [_, var name, ..] ? name : "?");
        if (path.Length > 0 && e.Message.Contains("could not be converted", StringComparison.Ordinal)) return ApiErrors.WrongType(path, "another JSON type");
        return ApiErrors.NotJson($"at line {e.LineNumber + 1}, byte {e.BytePositionInLine}.");
    }
}
