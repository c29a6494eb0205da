using System.Globalization;

namespace Farebox.Cli.Terminal;

/// <summary>How values are spelled for people.</summary>
internal static class Words
{
    /// <summary>Unix seconds as UTC, to the second.</summary>
    public static string Time(long? unixSeconds) => unixSeconds is { } seconds
        ? DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture)
        : "";

    public static string Count(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Microseconds as milliseconds or seconds.</summary>
    public static string Duration(long? microseconds) => microseconds switch
    {
        null => "",
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{microseconds / 1_000}.{microseconds / 100 % 10} ms"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{microseconds / 1_000_000}.{microseconds / 100_000 % 10} s"),
    };

    /// <summary>Allowed models; <c>*</c> is how the API says all.</summary>
    public static string Models(IReadOnlyList<string> models) => models is [] or ["*"] ? "all" : List(models);

    public static string List(IReadOnlyList<string> values, string whenEmpty = "") =>
        values.Count == 0 ? whenEmpty : string.Join(", ", values);
}
