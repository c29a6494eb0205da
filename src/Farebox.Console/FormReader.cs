using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Farebox.ConsolePages;

/// <summary>Reads forms. Strangers send them too, of any size and in any shape, and what is read is held in memory.</summary>
public static class FormReader
{
    private const int MaxFields = 512;

    /// <summary>What forms may be.</summary>
    /// <param name="maxBytes">Of the whole body.</param>
    public static void Configure(FormOptions options, int maxBytes) =>
        (options.ValueCountLimit, options.ValueLengthLimit, options.MultipartBodyLengthLimit) = (MaxFields, maxBytes, maxBytes);

    /// <summary>The form; or null, and the status to refuse with: 413 for one that is too large, before more of it is read, and 400 for what is none.</summary>
    public static async Task<(IFormCollection? Form, int Refusal)> ReadAsync(HttpContext context)
    {
        var maxBytes = context.RequestServices.GetRequiredService<IOptions<FormOptions>>().Value.MultipartBodyLengthLimit;
        if (context.Request.ContentLength > maxBytes) return (null, StatusCodes.Status413PayloadTooLarge);
        if (!context.Request.HasFormContentType) return (null, StatusCodes.Status400BadRequest);
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = maxBytes;
        try
        {
            return (await context.Request.ReadFormAsync(context.RequestAborted), 0);
        }
        catch (BadHttpRequestException e)
        {
            return (null, e.StatusCode); // Longer than it said, or than it may be; or cut off.
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            return (null, StatusCodes.Status400BadRequest);
        }
    }
}
