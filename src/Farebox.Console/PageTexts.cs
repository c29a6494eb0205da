using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Resources;

namespace Farebox.ConsolePages;

/// <summary>
/// The texts of one language, by name, from all files <c>Texts/{pages}.{language}.resx</c>. They are resources of this assembly rather than
/// of satellite assemblies, so that they are there also where cultures are not installed.
/// </summary>
public sealed class PageTexts(string language)
{
    private const string Folder = "Farebox.ConsolePages.Texts.";
    private static readonly Assembly Home = typeof(PageTexts).Assembly;

    private readonly FrozenDictionary<string, string> _texts = Read($".{language}.resources");

    /// <summary>The text of this name. Throws when there is none.</summary>
    public string this[string name] =>
        Find(name) ?? throw new KeyNotFoundException($"There is no text '{name}' in Texts/*.{language}.resx.");

    /// <summary>The text of this name, or null.</summary>
    public string? Find(string name) => _texts.GetValueOrDefault(name);

    /// <summary>Every name.</summary>
    public IReadOnlySet<string> Names() => _texts.Keys.ToHashSet(StringComparer.Ordinal);

    // A name that stands in two files is a mistake, which this tells at start.
    private static FrozenDictionary<string, string> Read(string ending) => Home.GetManifestResourceNames()
        .Where(file => file.StartsWith(Folder, StringComparison.Ordinal) && file.EndsWith(ending, StringComparison.Ordinal))
        .SelectMany(file => Entries(file[..^".resources".Length]))
        .ToFrozenDictionary(entry => entry.Name, entry => entry.Text, StringComparer.Ordinal);

    private static IEnumerable<(string Name, string Text)> Entries(string file)
    {
        // The manager's own: it is not ours to dispose.
        var set = new ResourceManager(file, Home).GetResourceSet(CultureInfo.InvariantCulture, createIfNotExists: true, tryParents: true)!;
        return set.Cast<System.Collections.DictionaryEntry>().Select(entry => ((string)entry.Key, (string)entry.Value!));
    }
}
