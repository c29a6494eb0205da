namespace Farebox.ConsolePages;

/// <summary>How everything for browsers is sent: with a strict policy on what it may load, and where it may be shown.</summary>
internal static class PageAnswer
{
    // data: for the images inside the kit's style sheet.
    private const string Policy =
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; "
        + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>The policy alone, for what is written piece by piece.</summary>
    public static void Guard(HttpResponse response)
    {
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
    }

    /// <summary>Sends a body; nothing of it to <c>HEAD</c>.</summary>
    public static Task WriteAsync(HttpContext context, string contentType, byte[] body)
    {
        var response = context.Response;
        Guard(response);
        response.ContentType = contentType;
        response.ContentLength = body.Length;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : response.Body.WriteAsync(body, 0, body.Length, context.RequestAborted);
    }
}
