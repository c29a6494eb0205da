namespace Farebox.Compare.Machine;

/// <summary>The templates in <c>Setup/</c>: text with <c>{{name}}</c> where a value goes.</summary>
public static class SetupFile
{
    public static string Fill(string name, params ReadOnlySpan<(string Name, string Value)> values)
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Setup", name));
        foreach (var (placeholder, value) in values) text = text.Replace($"{{{{{placeholder}}}}}", value, StringComparison.Ordinal);
        return text;
    }
}
