using System.Text.RegularExpressions;

namespace Farebox.Server.Tests.Watching;

/// <summary>A metric that a query asks for, and what it wants of its labels.</summary>
internal sealed record Selector(string Metric, List<(string Label, string Operator, string Value)> Matchers);

/// <summary>
/// What a query names: metrics with their matchers, and labels that it groups by. Not a whole parser of PromQL, but every word of the
/// query has to be accounted for, so that nothing is overlooked.
/// </summary>
internal sealed partial class PromQuery
{
    private static readonly HashSet<string> Functions =
        ["rate", "increase", "sum", "min", "max", "histogram_quantile", "absent", "label_values"];

    private readonly List<string> _tokens;
    private int _at;

    private PromQuery(string text)
    {
        var matches = Tokens().Matches(text);
        var rest = Tokens().Replace(text, "");
        if (!string.IsNullOrWhiteSpace(rest)) throw new FormatException($"`{rest.Trim()}` in {text}");
        _tokens = [.. matches.Select(match => match.Value)];
    }

    public List<Selector> Selectors { get; } = [];

    public List<string> Groups { get; } = [];

    /// <exception cref="FormatException">A word of it is neither a metric nor any that is known.</exception>
    public static PromQuery Parse(string text)
    {
        var query = new PromQuery(text.Replace("$__rate_interval", "5m", StringComparison.Ordinal));
        query.Read();
        return query;
    }

    private void Read()
    {
        var open = new Stack<string>();
        for (; _at < _tokens.Count; _at++)
        {
            var token = _tokens[_at];
            if (token is "(" or "[") open.Push(token);
            else if (token is ")" or "]")
            {
                if (open.Count == 0 || open.Pop() != (token == ")" ? "(" : "[")) throw new FormatException($"{token} closes nothing.");
            }
            else if (token == "by") ReadGroups();
            else if (token is "{" or "}" || token[0] == '"') throw new FormatException($"{token} stands alone.");
            else if (char.IsAsciiLetter(token[0]) || token[0] == '_') ReadName(token, open.TryPeek(out var last) && last == "[");
        }

        if (open.Count > 0) throw new FormatException("Something is not closed.");
    }

    private void ReadName(string name, bool inRange)
    {
        var next = _at + 1 < _tokens.Count ? _tokens[_at + 1] : "";
        if (inRange) throw new FormatException($"{name} is no range.");
        if (next is "(" or "by")
        {
            if (!Functions.Contains(name)) throw new FormatException($"There is no function {name}.");
            return;
        }

        var selector = new Selector(name, []);
        Selectors.Add(selector);
        if (next != "{") return;
        _at++;
        do
        {
            selector.Matchers.Add((_tokens[_at + 1], _tokens[_at + 2], _tokens[_at + 3].Trim('"')));
            _at += 4;
        }
        while (_tokens[_at] == ",");
        if (_tokens[_at] != "}") throw new FormatException("Matchers without an end.");
    }

    private void ReadGroups()
    {
        if (_tokens[++_at] != "(") throw new FormatException("by without labels.");
        do Groups.Add(_tokens[++_at]);
        while (_tokens[++_at] == ",");
        if (_tokens[_at] != ")") throw new FormatException("Labels without an end.");
    }

    [GeneratedRegex("""[A-Za-z_:][A-Za-z0-9_:]*|"[^"]*"|[0-9.]+(?:[smhd]|e[0-9]+)?|=~|!=|!~|==|>=|<=|[=<>(){}\[\],/*+\-]""")]
    private static partial Regex Tokens();
}
