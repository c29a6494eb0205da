using System.Net;
using System.Reflection;
using Farebox.Kernel.Credentials;

namespace Farebox.Server.Platform.Options;

/// <summary>Whether options make sense, alone and together.</summary>
public static class OptionsValidation
{
    /// <summary>One line per fault, each naming its option; empty when all is well.</summary>
    public static IReadOnlyList<string> Check(FareboxOptions options)
    {
        var errors = new List<string>();
        CheckRanges(options, errors);
        CheckListen(options, errors);
        CheckTls(options, errors);
        CheckNetworks(options, errors);
        WatchingValidation.Check(options, errors);
        MailValidation.Check(options, errors);
        MailValidation.CheckSignUp(options, errors);

        if (options.Database.Length > 0)
            errors.Add("`database` (FAREBOX_DATABASE): only the embedded SQLite store is supported so far; leave it empty");
        if (options.Secret.Length is > 0 and < 32)
            errors.Add("`secret` (FAREBOX_SECRET): must have at least 32 characters");
        if (options.AdminKey.Length > 0 && !IsAdminKey(options.AdminKey))
        {
            errors.Add($"`admin_key` (FAREBOX_ADMIN_KEY): is not an admin key: {KeyText.AdminKeyPrefix}…, {KeyText.Length} characters "
                + "with a right checksum");
        }

        if (string.IsNullOrWhiteSpace(options.Data))
            errors.Add("`data` (FAREBOX_DATA): must name a directory");
        return errors;
    }

    private static bool IsAdminKey(string text) =>
        text.StartsWith(KeyText.AdminKeyPrefix, StringComparison.Ordinal) && KeyText.IsWellFormed(text);

    private static void CheckRanges(FareboxOptions options, List<string> errors)
    {
        foreach (var property in typeof(FareboxOptions).GetProperties())
        {
            var option = property.GetCustomAttribute<OptionAttribute>()!;
            var value = property.GetValue(options);
            if (value is int number && (number < option.Min || number > option.Max))
                errors.Add($"`{option.Name}`: must be from {option.Min} to {option.Max}, not {number}");
            if (option.OneOf is { } words && value is string word && !words.Contains(word, StringComparer.Ordinal))
                errors.Add($"`{option.Name}`: must be one of {string.Join(", ", words)}, not `{word}`");
        }
    }

    private static void CheckListen(FareboxOptions options, List<string> errors)
    {
        if (options.Listen.Length == 0) errors.Add("`listen`: needs at least one address, such as http://127.0.0.1:8420");
        foreach (var address in options.Listen)
        {
            if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.PathAndQuery != "/")
                errors.Add($"`listen`: `{address}` is not an address such as http://127.0.0.1:8420");
            else if (uri.Scheme == "https" && options.TlsCertificate.Length == 0)
                errors.Add($"`listen`: {address} needs `tls_certificate` and `tls_key`");
        }
    }

    private static void CheckTls(FareboxOptions options, List<string> errors)
    {
        if ((options.TlsCertificate.Length > 0) != (options.TlsKey.Length > 0))
            errors.Add("`tls_certificate` and `tls_key`: set both or neither");
        foreach (var (name, path) in new[] { ("tls_certificate", options.TlsCertificate), ("tls_key", options.TlsKey) })
        {
            if (path.Length > 0 && !File.Exists(path)) errors.Add($"`{name}`: there is no file {path}");
        }
    }

    private static void CheckNetworks(FareboxOptions options, List<string> errors)
    {
        foreach (var entry in options.TrustedProxies)
        {
            if (!IPNetwork.TryParse(entry, out _) && !IPAddress.TryParse(entry, out _))
                errors.Add($"`trusted_proxies`: `{entry}` is neither an address nor a CIDR range");
        }

        foreach (var origin in options.CorsOrigins)
        {
            if (!Uri.TryCreate(origin, UriKind.Absolute, out var uri) || uri.GetLeftPart(UriPartial.Authority) != origin)
                errors.Add($"`cors_origins`: `{origin}` is not an origin such as https://app.example");
        }
    }
}
