using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Farebox.Testing.Upstream.Shapes;

/// <summary>How every body is spelled: compact, and letters beyond ASCII as UTF-8, as OpenAI sends them.</summary>
internal static class ShapeText
{
    /// <summary>The <c>created</c> of everything: a fixed second, so that equal scripts give equal bytes.</summary>
    public const long CreatedUnixSeconds = 1_760_000_000;

    private static readonly JsonSerializerOptions Spelling = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] ToBytes(JsonNode body) => JsonSerializer.SerializeToUtf8Bytes(body, Spelling);
}
