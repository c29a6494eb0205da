using System.Globalization;
using Farebox.Contracts.Models;

namespace Farebox.ConsolePages.Catalog;

/// <summary>What the form about a multiplier asks for, of a model or of an organization.</summary>
internal static class MultiplierForms
{
    /// <summary>Changes no price: it ends another.</summary>
    public const string One = "1";

    private const string EndVerb = "multiplier-end";

    /// <summary>Whether it is to end, from now on.</summary>
    public static bool Ends(IFormCollection form) => form["verb"].ToString() == EndVerb;

    /// <summary>The word of the address for what was done.</summary>
    public static string Done(IFormCollection form) => Ends(form) ? "multiplier-ended" : "multiplier-set";

    /// <summary>What goes to the API, but for what it is of.</summary>
    public static MultiplierRequest Read(IFormCollection form) => Ends(form)
        ? new MultiplierRequest { Multiplier = One }
        : new MultiplierRequest { Multiplier = Text(form, "multiplier"), EffectiveFrom = Moment(Text(form, "multiplier_from")) };

    /// <summary>As browsers send a local date and time, which is UTC here; anything else goes as a time that the API refuses.</summary>
    public static long? Moment(string? text) => text is null ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment.ToUnixTimeSeconds()
        : 0;

    private static string? Text(IFormCollection form, string name) => form[name].ToString().Trim() is { Length: > 0 } text ? text : null;
}
