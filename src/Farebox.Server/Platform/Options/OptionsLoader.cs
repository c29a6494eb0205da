using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Farebox.Contracts.Operating;

namespace Farebox.Server.Platform.Options;

/// <summary>What loading found: options to use when there are no errors, each of which names its option and where it was set.</summary>
public sealed record OptionsResult(FareboxOptions Options, IReadOnlyList<string> Errors);

/// <summary>An option as it is described to people.</summary>
/// <param name="Flag">Null for secrets, which are never flags.</param>
/// <param name="Range">The smallest and largest number, or the allowed words; empty for free text.</param>
public sealed record OptionDescription(string Name, string EnvironmentName, string? Flag, string Default, string Help, string Range);

/// <summary>Reads options from a file, then the environment, then flags; the later goes before the earlier.</summary>
public static class OptionsLoader
{
    private const string EnvironmentPrefix = "FAREBOX_";

    private static readonly (PropertyInfo Property, OptionAttribute Option)[] All =
        [.. typeof(FareboxOptions).GetProperties().Select(property => (property, property.GetCustomAttribute<OptionAttribute>()!))];

    /// <summary>Every option, in the order of the class.</summary>
    public static IReadOnlyList<OptionDescription> Describe()
    {
        var defaults = new FareboxOptions();
        return [.. All.Select(entry => new OptionDescription(
            entry.Option.Name,
            EnvironmentName(entry.Option),
            entry.Option.Secret ? null : Flag(entry.Option),
            Text(entry.Property.GetValue(defaults)),
            entry.Option.Help,
            Range(entry.Property.PropertyType, entry.Option)))];
    }

    /// <summary>The value of the option of this name, as text.</summary>
    internal static string ValueOf(FareboxOptions options, string name) =>
        Text(Array.Find(All, entry => entry.Option.Name == name).Property.GetValue(options));

    /// <summary>Loads and validates.</summary>
    /// <param name="flags">As on a command line: <c>--name value</c> or <c>--name=value</c>.</param>
    /// <param name="file">Path of the options file; null for <c>farebox.json</c> in the working directory, when there is one.</param>
    /// <param name="environment">Null for the process's own.</param>
    public static OptionsResult Load(IReadOnlyList<string> flags, string? file = null, IDictionary? environment = null)
    {
        var options = new FareboxOptions();
        var errors = new List<string>();
        ReadFile(file, options, errors);
        ReadEnvironment(environment ?? Environment.GetEnvironmentVariables(), options, errors);
        ReadFlags(flags, options, errors);
        if (errors.Count == 0) errors.AddRange(OptionsValidation.Check(options));
        return new OptionsResult(options, errors);
    }

    private static void ReadFile(string? file, FareboxOptions options, List<string> errors)
    {
        var path = file ?? "farebox.json";
        if (file is null && !File.Exists(path)) return;
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path), new JsonDocumentOptions
            {
                CommentHandling = JsonCommentHandling.Skip,
                AllowTrailingCommas = true,
            });
            foreach (var member in document.RootElement.EnumerateObject())
            {
                var text = member.Value.ValueKind switch
                {
                    JsonValueKind.Array => string.Join(',', member.Value.EnumerateArray()),
                    _ => member.Value.ToString(),
                };
                Set(entry => entry.Name == member.Name, ($"`{member.Name}` in {path}", SettingSources.File), text, options, errors);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            errors.Add($"{path}: cannot be read as an options file: {e.Message}");
        }
    }

    private static void ReadEnvironment(IDictionary environment, FareboxOptions options, List<string> errors)
    {
        foreach (var (_, option) in All)
        {
            var name = EnvironmentName(option);
            if (environment[name] is string { Length: > 0 } text)
                Set(entry => entry == option, ($"`{option.Name}` ({name})", SettingSources.Environment), text, options, errors);
        }
    }

    private static void ReadFlags(IReadOnlyList<string> flags, FareboxOptions options, List<string> errors)
    {
        for (var i = 0; i < flags.Count; i++)
        {
            var parts = flags[i].Split('=', 2);
            string? text = parts.Length == 2 ? parts[1] : i + 1 < flags.Count ? flags[++i] : null;
            if (text is null) errors.Add($"{parts[0]}: needs a value");
            else Set(entry => !entry.Secret && Flag(entry) == parts[0], (parts[0], SettingSources.CommandLine), text, options, errors);
        }
    }

    private static void Set(
        Func<OptionAttribute, bool> which, (string Where, string Source) from, string text, FareboxOptions options, List<string> errors)
    {
        var where = from.Where;
        var (property, option) = Array.Find(All, entry => which(entry.Option));
        if (option is null)
        {
            errors.Add($"{where}: there is no such option");
            return;
        }

        if (Convert(property.PropertyType, text) is not { } value)
        {
            errors.Add($"{where}: `{Shown(option, text)}` is not {Kind(property.PropertyType)}");
            return;
        }

        property.SetValue(options, value);
        options.Sources[option.Name] = from.Source;
    }

    private static object? Convert(Type type, string text)
    {
        if (type == typeof(string)) return text;
        if (type == typeof(string[])) return text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (type == typeof(bool))
        {
            return text.ToLowerInvariant() switch
            {
                "true" or "1" or "yes" or "on" => true,
                "false" or "0" or "no" or "off" => false,
                _ => null,
            };
        }

        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private static string Range(Type type, OptionAttribute option) =>
        option.OneOf is { } words ? string.Join(", ", words)
        : type == typeof(bool) ? "true, false"
        : type == typeof(int) ? string.Create(CultureInfo.InvariantCulture, $"{option.Min} to {option.Max}")
        : "";

    private static string Kind(Type type) => type == typeof(bool) ? "true or false" : "a whole number";

    private static string Shown(OptionAttribute option, string text) => option.Secret ? "…" : text;

    private static string Text(object? value) => value switch
    {
        string[] list => string.Join(',', list),
        bool flag => flag ? "true" : "false",
        _ => System.Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    private static string EnvironmentName(OptionAttribute option) => EnvironmentPrefix + option.Name.ToUpperInvariant();

    private static string Flag(OptionAttribute option) => "--" + option.Name.Replace('_', '-');
}
