using System.Collections.Frozen;
using System.Security.Cryptography;

namespace Farebox.ConsolePages;

/// <summary>The console's own style sheets and scripts, out of this assembly.</summary>
internal static class OwnFiles
{
    private static readonly FrozenDictionary<string, OwnFile> Files = typeof(OwnFiles).Assembly.GetManifestResourceNames()
        .Select(name => (Name: name, Type: TypeOf(name)))
        .Where(file => file.Type is not null)
        .ToFrozenDictionary(file => file.Name, file => Read(file.Name, file.Type!), StringComparer.Ordinal);

    /// <summary>Where a page asks for one: the address changes with what is in it.</summary>
    public static string Address(string name) => $"/console/{name}?v={Files[name].Version}";

    /// <summary>Maps all of them below <c>/console</c>.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach (var (name, file) in Files)
        {
            routes.MapMethods("/console/" + name, ["GET", "HEAD"], (RequestDelegate)(context =>
            {
                // Some address them without a version.
                context.Response.Headers.CacheControl = context.Request.Query.ContainsKey("v")
                    ? "public, max-age=31536000, immutable"
                    : "public, max-age=3600";
                return PageAnswer.WriteAsync(context, file.Type, file.Bytes);
            })).ExcludeFromDescription();
        }
    }

    private static string? TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => null,
    };

    private static OwnFile Read(string name, string type)
    {
        using var stream = typeof(OwnFiles).Assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return new OwnFile(bytes, type, Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 6)));
    }
}

/// <summary>One of them.</summary>
/// <param name="Type">Its content type.</param>
/// <param name="Version">Of its content.</param>
internal sealed record OwnFile(byte[] Bytes, string Type, string Version);
