using Microsoft.AspNetCore.Http.Features;

namespace Farebox.ConsolePages;

/// <summary>How large a form may be: strangers send them too, and what is read is held in memory.</summary>
public static class FormSize
{
    /// <summary>Far more than any form of the console has.</summary>
    public const int MaxBytes = 256 * 1024;

    private const int MaxFields = 512;

    /// <summary>What the reader of forms takes.</summary>
    public static void Configure(FormOptions options) => (options.ValueCountLimit, options.ValueLengthLimit, options.MultipartBodyLengthLimit) =
        (MaxFields, MaxBytes, MaxBytes);

    /// <summary>Refuses (413) what is larger, and what is no form, before any of it is read.</summary>
    public static bool Allows(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = MaxBytes;
        if (context.Request.HasFormContentType && !(context.Request.ContentLength > MaxBytes)) return true;
        context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
        return false;
    }
}
