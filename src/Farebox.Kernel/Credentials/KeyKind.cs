namespace Farebox.Kernel.Credentials;

/// <summary>Whose key it is, and with that what it can ever do.</summary>
public enum KeyKind
{
    /// <summary>An API key: belongs to a project, calls models.</summary>
    Project,

    /// <summary>An admin key of one organization.</summary>
    Admin,

    /// <summary>An operator's admin key: all organizations, and the installation itself.</summary>
    Operator,
}
