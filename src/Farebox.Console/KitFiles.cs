using System.Collections.Concurrent;
using System.IO.Compression;
using System.Security.Cryptography;

namespace Farebox.ConsolePages;

/// <summary>
/// The files that the console's looks and charts come from. They are fetched from npm and lie beside the program, in a folder <c>kit</c>; they
/// are read once, and compressed when the first browser asks.
/// </summary>
public static class KitFiles
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "kit");
    private static readonly ConcurrentDictionary<string, KitFile> Files = new(StringComparer.Ordinal);

    /// <summary>Whether they were fetched when the program was built.</summary>
    public static bool AreHere => File.Exists(Path.Combine(Folder, "tabler.min.css"));

    /// <summary>Where a page asks for one: the address changes with what is in it, so that browsers may keep it for good.</summary>
    public static string Address(string name) => $"/console/kit/{name}?v={Find(name)?.Version}";

    /// <summary>Null for what is not there.</summary>
    internal static KitFile? Find(string name) => Files.GetValueOrDefault(name) ?? (Read(name) is { } read ? Files.GetOrAdd(name, read) : null);

    // What is not there is not remembered: anybody may ask for any name.
    private static KitFile? Read(string name)
    {
        if (TypeOf(name) is not { } type) return null;
        var path = Path.Combine(Folder, Path.GetFileName(name));
        if (!File.Exists(path)) return null;
        var plain = File.ReadAllBytes(path);
        return new KitFile(plain, new Lazy<byte[]>(() => Compress(plain)), type, Convert.ToHexStringLower(SHA256.HashData(plain).AsSpan(0, 6)));
    }

    private static byte[] Compress(byte[] plain)
    {
        using var target = new MemoryStream();
        using (var brotli = new BrotliStream(target, CompressionLevel.Optimal, leaveOpen: true)) brotli.Write(plain);
        return target.ToArray();
    }

    private static string? TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        _ => null,
    };
}

/// <summary>One of them.</summary>
/// <param name="Brotli">The same, compressed.</param>
/// <param name="Type">Its content type.</param>
/// <param name="Version">Of its content.</param>
internal sealed record KitFile(byte[] Plain, Lazy<byte[]> Brotli, string Type, string Version);
