using System.Globalization;
using System.Resources;

namespace Farebox.ConsolePages;

/// <summary>
/// The texts of one language, by name. Each language is a resource of this assembly rather than a satellite assembly, so that it is there
/// also where cultures are not installed.
/// </summary>
public sealed class PageTexts(string resource)
{
    private readonly ResourceManager _texts = new($"Farebox.ConsolePages.Texts.{resource}", typeof(PageTexts).Assembly);

    /// <summary>The text of this name. Throws when there is none.</summary>
    public string this[string name] => _texts.GetString(name, CultureInfo.InvariantCulture)
        ?? throw new KeyNotFoundException($"There is no text '{name}' in {_texts.BaseName}.");

    /// <summary>The text of this name, or null.</summary>
    public string? Find(string name) => _texts.GetString(name, CultureInfo.InvariantCulture);

    /// <summary>Every name.</summary>
    public IReadOnlySet<string> Names()
    {
        // The manager's own: it is not ours to dispose.
        var all = _texts.GetResourceSet(CultureInfo.InvariantCulture, createIfNotExists: true, tryParents: true)!;
        return all.Cast<System.Collections.DictionaryEntry>().Select(entry => (string)entry.Key).ToHashSet(StringComparer.Ordinal);
    }
}
