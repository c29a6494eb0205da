using System.Globalization;
using System.Text;

namespace Farebox.Server.Tests.Watching;

/// <summary>One line of a value.</summary>
internal sealed record Sample(string Name, IReadOnlyDictionary<string, string> Labels, string Text)
{
    public double Value => Text switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        _ => double.Parse(Text, NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    /// <summary>Tells series apart.</summary>
    public string Series => Name + "{" + string.Join(',', Labels.OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}={label.Value}")) + "}";
}

/// <summary>A metric with all of its samples.</summary>
internal sealed record Family(string Name, string Help, string Type, List<Sample> Samples);

/// <summary>
/// Reads Prometheus's text format, version 0.0.4, by its grammar: each line has to be a whole one, each metric has its HELP and TYPE first
/// and all of its samples in one piece, and histograms and counters keep to their rules.
/// </summary>
internal sealed class Exposition
{
    private readonly Dictionary<string, Family> _families = new(StringComparer.Ordinal);
    private readonly HashSet<string> _series = new(StringComparer.Ordinal);

    private Exposition()
    {
    }

    public IReadOnlyDictionary<string, Family> Families => _families;

    /// <summary>Every sample of that name, a histogram's parts among them.</summary>
    public IEnumerable<Sample> Samples(string name) => _families.Values.SelectMany(family => family.Samples).Where(sample => sample.Name == name);

    /// <summary>The sum of the samples of that name with these labels.</summary>
    public double Sum(string name, params (string Name, string Value)[] labels) =>
        Samples(name).Where(sample => labels.All(label => sample.Labels.GetValueOrDefault(label.Name) == label.Value)).Sum(sample => sample.Value);

    /// <exception cref="FormatException">It is not of the format; the message says where.</exception>
    public static Exposition Parse(string text)
    {
        if (text.Length > 0 && text[^1] != '\n') throw new FormatException("The last line has no end.");
        var parsed = new Exposition();
        Family? family = null;
        foreach (var line in text.Split('\n')[..^1])
        {
            var at = new LineReader(line);
            if (line.StartsWith("# HELP ", StringComparison.Ordinal)) family = parsed.Begin(at.Skip("# HELP "));
            else if (line.StartsWith("# TYPE ", StringComparison.Ordinal)) family = parsed.Type(family, at.Skip("# TYPE "));
            else parsed.Add(family ?? throw at.Error("a sample before any HELP"), at);
        }

        foreach (var whole in parsed._families.Values) Check(whole);
        return parsed;
    }

    private Family Begin(LineReader at)
    {
        var name = at.MetricName();
        at.Space();
        var family = new Family(name, at.Escaped(end: null), "", []);
        if (!_families.TryAdd(name, family)) throw at.Error($"{name} comes twice");
        return family;
    }

    private Family Type(Family? family, LineReader at)
    {
        var name = at.MetricName();
        if (family?.Name != name || family.Type.Length > 0) throw at.Error("TYPE does not follow its HELP");
        at.Space();
        var type = at.Rest();
        if (type is not ("counter" or "gauge" or "histogram")) throw at.Error($"the type {type}");
        return _families[name] = family with { Type = type };
    }

    private void Add(Family family, LineReader at)
    {
        var name = at.MetricName();
        var labels = at.Labels();
        at.Space();
        var sample = new Sample(name, labels, at.Number());
        var suffix = name.StartsWith(family.Name, StringComparison.Ordinal) ? name[family.Name.Length..] : null;
        var isOfFamily = family.Type == "histogram" ? suffix is "_bucket" or "_sum" or "_count" : suffix is "";
        if (family.Type.Length == 0 || !isOfFamily) throw at.Error($"{name} is not of {family.Name}");
        if (!_series.Add(sample.Series)) throw at.Error($"{sample.Series} comes twice");
        family.Samples.Add(sample);
    }

    private static void Check(Family family)
    {
        if (family.Type == "counter" && !family.Name.EndsWith("_total", StringComparison.Ordinal)) throw new FormatException($"{family.Name} is a counter.");
        if (family.Type == "counter" && family.Samples.Any(sample => sample.Value < 0)) throw new FormatException($"{family.Name} is negative.");
        if (family.Type != "histogram") return;
        var series = family.Samples.GroupBy(sample =>
            (sample with { Name = family.Name, Labels = sample.Labels.Where(label => label.Key != "le").ToDictionary() }).Series);
        foreach (var one in series) CheckHistogram(one.Key, [.. one]);
    }

    private static void CheckHistogram(string series, List<Sample> samples)
    {
        var buckets = samples.Where(sample => sample.Name.EndsWith("_bucket", StringComparison.Ordinal)).ToList();
        var bounds = buckets.ConvertAll(bucket => (bucket with { Text = bucket.Labels["le"] }).Value);
        if (!bounds.SequenceEqual(bounds.Order()) || bounds.Distinct().Count() != bounds.Count) throw new FormatException($"{series}: bounds out of order.");
        if (bounds.Count == 0 || !double.IsPositiveInfinity(bounds[^1])) throw new FormatException($"{series}: no bucket +Inf.");
        if (buckets.Zip(buckets.Skip(1)).Any(pair => pair.Second.Value < pair.First.Value)) throw new FormatException($"{series}: buckets do not add up.");
        var count = samples.Single(sample => sample.Name.EndsWith("_count", StringComparison.Ordinal));
        if (count.Value != buckets[^1].Value) throw new FormatException($"{series}: _count is not the last bucket.");
        _ = samples.Single(sample => sample.Name.EndsWith("_sum", StringComparison.Ordinal));
    }

    /// <summary>Reads one line from its beginning to its end.</summary>
    private sealed class LineReader(string line)
    {
        private int _at;

        public FormatException Error(string what) => new($"{what}, in: {line}");

        public LineReader Skip(string text)
        {
            _at += text.Length;
            return this;
        }

        public string MetricName() => Name(c => char.IsAsciiLetter(c) || c is '_' or ':');

        public void Space()
        {
            if (!Take(' ')) throw Error("a space is missing");
        }

        public string Rest()
        {
            var rest = line[_at..];
            _at = line.Length;
            return rest;
        }

        public Dictionary<string, string> Labels()
        {
            var labels = new Dictionary<string, string>(StringComparer.Ordinal);
            if (!Take('{')) return labels;
            do
            {
                var name = Name(c => char.IsAsciiLetter(c) || c == '_');
                if (!Take('=') || !Take('"')) throw Error($"the label {name} has no value");
                if (!labels.TryAdd(name, Escaped(end: '"'))) throw Error($"the label {name} comes twice");
            }
            while (Take(','));
            return Take('}') ? labels : throw Error("labels without an end");
        }

        public string Number()
        {
            var text = Rest();
            var isNumber = text is "+Inf" or "-Inf" or "NaN"
                || double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out _);
            return isNumber ? text : throw Error($"the number {text}");
        }

        /// <summary>Text in which a backslash stands only before what may be escaped.</summary>
        public string Escaped(char? end)
        {
            var text = new StringBuilder();
            while (_at < line.Length && line[_at] != end)
            {
                var c = line[_at++];
                if (c == '\\')
                {
                    var escaped = _at < line.Length ? line[_at++] : throw Error("a backslash at the end");
                    text.Append(escaped switch { '\\' => '\\', 'n' => '\n', '"' when end == '"' => '"', _ => throw Error($"\\{escaped}") });
                }
                else text.Append(c);
            }

            if (end is { } mark && !Take(mark)) throw Error("a text without an end");
            return text.ToString();
        }

        private string Name(Func<char, bool> isFirst)
        {
            var start = _at;
            while (_at < line.Length && (isFirst(line[_at]) || (_at > start && char.IsAsciiDigit(line[_at])))) _at++;
            return _at > start ? line[start.._at] : throw Error("a name is missing");
        }

        private bool Take(char c)
        {
            if (_at >= line.Length || line[_at] != c) return false;
            _at++;
            return true;
        }
    }
}
