using System.Globalization;
using System.Text;

namespace Farebox.Client;

/// <summary>Builds a query string; what is null is left out.</summary>
internal sealed class Query
{
    private readonly StringBuilder _text = new();

    public Query Add(string name, string? value)
    {
        if (value is not null)
            _text.Append(_text.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
        return this;
    }

    public Query Add(string name, long? value) => Add(name, value?.ToString(CultureInfo.InvariantCulture));

    public Query Add(string name, bool value) => Add(name, value ? "true" : null);

    /// <summary>One <c>name[]=</c> for each value, as OpenAI's lists are sent.</summary>
    public Query AddEach(string name, IEnumerable<string>? values)
    {
        foreach (var value in values ?? [])
            Add(name + "[]", value);
        return this;
    }

    public override string ToString() => _text.ToString();
}
