namespace Farebox.Kernel.Credentials;

/// <summary>What a key may be given, and by whom.</summary>
public static class KeyRules
{
    /// <summary>How long a rotated secret goes on working when nothing is said.</summary>
    public const long DefaultOverlapSeconds = 86_400;

    /// <summary>The longest overlap of a rotation: 30 days.</summary>
    public const long MaxOverlapSeconds = 30 * 86_400;

    /// <summary>The longest life that can be asked for: about 100 years, far from where arithmetic ends.</summary>
    public const long MaxLifeSeconds = 100L * 366 * 86_400;

    /// <summary>Longest name of anything, in UTF-16 units.</summary>
    public const int MaxNameLength = 100;

    /// <summary>All that a key of this kind can ever have.</summary>
    public static Scopes Widest(KeyKind kind) => kind switch
    {
        KeyKind.Project => Scopes.AnyApiKey,
        KeyKind.Admin => Scopes.AnyAdminKey,
        _ => Scopes.AnyOperatorKey,
    };

    /// <summary>
    /// The scopes that a caller would hand out without having them. Scopes that only API keys have are free: an admin key can never
    /// call a model, and yet makes the keys that do.
    /// </summary>
    public static Scopes Escalation(Scopes caller, Scopes asked) => asked & Scopes.AnyOperatorKey & ~caller;

    /// <summary>A name without the spaces around it; null when it is empty, too long, or has control characters.</summary>
    public static string? CleanName(string? name)
    {
        var trimmed = name?.Trim();
        return trimmed is { Length: > 0 and <= MaxNameLength } && !HasControl(trimmed) ? trimmed : null;
    }

    /// <summary>Whether a text has a control character: such text could forge lines in logs and on terminals.</summary>
    public static bool HasControl(string text) => text.Any(char.IsControl);
}
