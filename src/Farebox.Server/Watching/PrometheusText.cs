using System.Buffers;
using System.Globalization;
using System.Text;

namespace Farebox.Server.Watching;

/// <summary>Writes Prometheus's text format, version 0.0.4, line by line.</summary>
internal sealed class PrometheusText
{
    /// <summary>The format's media type.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly ArrayBufferWriter<byte> _bytes = new(16 << 10);

    /// <summary>What was written so far.</summary>
    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();

    /// <summary>Begins a metric: every sample until the next one is of it.</summary>
    /// <param name="type"><c>counter</c>, <c>gauge</c> or <c>histogram</c>.</param>
    public void Begin(string name, string help, string type)
    {
        Raw($"# HELP {name} ");
        Escaped(help, quotes: false);
        Raw($"\n# TYPE {name} {type}\n");
    }

    /// <summary>Writes a sample of a whole number, exactly.</summary>
    public void Sample(string name, string suffix, string labels, long value) =>
        Line(name, suffix, labels, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Writes a sample.</summary>
    public void Sample(string name, string suffix, string labels, double value) => Line(name, suffix, labels, Number(value));

    /// <summary>Labels as they stand between the braces; empty for none.</summary>
    public static string Labels(IEnumerable<KeyValuePair<string, object?>> tags)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in tags)
        {
            if (text.Length > 0) text.Append(',');
            text.Append(PrometheusNames.OfLabel(name)).Append("=\"");
            Escape(text, Convert.ToString(value, CultureInfo.InvariantCulture) ?? "", quotes: true);
            text.Append('"');
        }

        return text.ToString();
    }

    /// <summary>A number as Prometheus reads it.</summary>
    public static string Number(double value) =>
        double.IsPositiveInfinity(value) ? "+Inf" : double.IsNegativeInfinity(value) ? "-Inf" : value.ToString("R", CultureInfo.InvariantCulture);

    private void Line(string name, string suffix, string labels, string value) =>
        Raw(labels.Length == 0 ? $"{name}{suffix} {value}\n" : $"{name}{suffix}{{{labels}}} {value}\n");

    private void Escaped(string text, bool quotes)
    {
        var escaped = new StringBuilder(text.Length);
        Escape(escaped, text, quotes);
        Raw(escaped.ToString());
    }

    private static void Escape(StringBuilder target, string text, bool quotes)
    {
        foreach (var c in text)
        {
            if (c == '\\') target.Append("\\\\");
            else if (c == '\n') target.Append("\\n");
            else if (c == '"' && quotes) target.Append("\\\"");
            else target.Append(c);
        }
    }

    private void Raw(string text) => Encoding.UTF8.GetBytes(text, _bytes);
}
