using System.Globalization;
using System.Text.RegularExpressions;
using Farebox.Client;

namespace Farebox.ConsolePages;

/// <summary>
/// What the API refuses, in the words of a language that is not the API's own. English has no such texts, so that its words stand in one place.
/// </summary>
public static partial class RefusalTexts
{
    /// <summary>What the names of all of these texts begin with.</summary>
    public const string Group = "refusal_";

    /// <summary>
    /// The text for this code about this field, else for the field, else for the code (an answer without one has its status in its place).
    /// Null when the language has none: then the API's words are all there is.
    /// </summary>
    public static string? Find(PageTexts texts, FareboxApiException e)
    {
        var code = e.Code ?? e.Status.ToString(CultureInfo.InvariantCulture);
        var field = e.Param is null ? null : Index().Replace(e.Param, "");
        return (field is null ? null : texts.Find($"{Group}{code}_{field}") ?? texts.Find(Group + field)) ?? texts.Find(Group + code);
    }

    // models[3] is of models.
    [GeneratedRegex(@"\[[0-9]+\]")]
    private static partial Regex Index();
}
