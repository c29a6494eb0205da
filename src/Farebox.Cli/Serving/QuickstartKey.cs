namespace Farebox.Cli.Serving;

/// <summary>The API key of the walk.</summary>
/// <param name="IsNew">Whether this run made it, so that its secret may be shown.</param>
internal sealed record QuickstartKey(string Id, string Secret, bool IsNew)
{
    /// <summary>Keeps the secret out of debuggers and messages.</summary>
    public override string ToString() => Id;
}
