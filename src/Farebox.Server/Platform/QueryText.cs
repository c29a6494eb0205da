using System.Globalization;

namespace Farebox.Server.Platform;

/// <summary>
/// Reads a query string strictly and keeps the first thing that is wrong with it: a filter that was misspelled and ignored would show
/// more than was asked for.
/// </summary>
internal sealed class QueryText(IQueryCollection query)
{
    private const int MaxValues = 100;

    // Ten digits of seconds, so that milliseconds never overflow: the year 2286.
    private const long MaxSeconds = 9_999_999_999;

    /// <summary>The first thing that is wrong, or null.</summary>
    public ApiError? Error { get; private set; }

    /// <summary>Refuses every parameter that is not one of these; lists may carry brackets, as OpenAI's clients write them.</summary>
    public void AllowOnly(IReadOnlyCollection<string> names)
    {
        foreach (var name in query.Keys)
        {
            if (!names.Contains(name.EndsWith("[]", StringComparison.Ordinal) ? name[..^2] : name)) Error ??= ApiErrors.UnknownParameter(name);
        }
    }

    /// <summary>The text, or null when it is not there or empty.</summary>
    public string? Text(string name) => query[name].ToString() is { Length: > 0 } text ? text : null;

    /// <summary>What is looked for inside of others, without spaces around it; null when that is nothing.</summary>
    public string? Part(string name) => query[name].ToString().Trim() is { Length: > 0 } text ? text : null;

    /// <summary>A whole number in a range.</summary>
    public long? Number(string name, long min, long max)
    {
        if (Text(name) is not { } text) return null;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max) return number;
        Fail(name, $"'{name}' must be a whole number from {min} to {max}.");
        return null;
    }

    /// <summary>Unix seconds.</summary>
    public long? Seconds(string name)
    {
        if (Text(name) is not { } text) return null;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= MaxSeconds) return seconds;
        Fail(name, $"'{name}' must be a time in Unix seconds.");
        return null;
    }

    /// <summary>A request id.</summary>
    public RequestId? Id(string name)
    {
        if (Text(name) is not { } text) return null;
        if (RequestId.TryParse(text) is { } id) return id;
        Fail(name, $"'{name}' must be a request id: req_ and 32 hexadecimal digits.");
        return null;
    }

    /// <summary>One of some words, as what it stands for.</summary>
    public T? Word<T>(string name, IEnumerable<string> words, Func<string, T?> parse)
        where T : struct
    {
        if (Text(name) is not { } text) return null;
        if (parse(text) is { } value) return value;
        Fail(name, $"'{name}' must be one of {string.Join(", ", words)}.");
        return null;
    }

    /// <summary>A list: the parameter repeated, with or without <c>[]</c> behind its name.</summary>
    public IReadOnlyList<string> List(string name)
    {
        var values = query[name].Concat(query[name + "[]"]).OfType<string>().Where(value => value.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        if (values.Count > MaxValues) Fail(name, $"'{name}' may hold at most {MaxValues} values.");
        return values;
    }

    /// <summary>Some of a set of words, separated by commas or repeated.</summary>
    public IReadOnlyList<string> Words(string name, IReadOnlyCollection<string> all)
    {
        var words = List(name).SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).ToList();
        foreach (var word in words.Except(all)) Fail(name, $"'{name}' must be any of {string.Join(", ", all)}: '{word}' is not.");
        return words;
    }

    /// <summary>Notes that a parameter is missing, unless something was wrong before.</summary>
    public void Miss(string name) => Error ??= ApiErrors.Missing(name);

    /// <summary>Notes what is wrong with a parameter, unless something was before.</summary>
    public void Fail(string name, string message) => Error ??= ApiErrors.Invalid(name, message);
}
