namespace Farebox.Contracts;

/// <summary>The three ways to say what a key may do, as in OpenAI's console.</summary>
public static class Permissions
{
    /// <summary>Everything a key of its kind can do.</summary>
    public const string All = "all";

    /// <summary>Only the scopes listed beside it.</summary>
    public const string Restricted = "restricted";

    /// <summary>Every scope of its kind that only reads.</summary>
    public const string ReadOnly = "read_only";
}
