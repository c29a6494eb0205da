namespace Farebox.Server.Platform;

/// <summary>
/// A model's or alias's name from a path. Names hold slashes; clients write them as they are or, as OpenAI's do, as <c>%2F</c>, the one
/// escape that ASP.NET Core leaves in a route value.
/// </summary>
public readonly record struct RouteName(string Value)
{
    /// <summary>Lets minimal APIs bind it.</summary>
    public static bool TryParse(string? text, out RouteName name)
    {
        name = new RouteName(text?.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase) ?? "");
        return name.Value.Length > 0;
    }
}
