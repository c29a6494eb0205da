using System.Globalization;

namespace Farebox.ConsolePages.Parts;

/// <summary>Compares amounts that the API gives as text: exactly.</summary>
internal static class Amounts
{
    private const int Full = 1000;

    /// <summary>A decimal of the API.</summary>
    public static decimal Of(string text) =>
        decimal.Parse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);

    /// <summary>How much of the whole it is, in thousandths, for a bar of so many.</summary>
    public static int Share(string part, string whole) => Of(whole) is > 0 and var all ? (int)Math.Clamp(Of(part) * Full / all, 0, Full) : 0;
}
