using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using Farebox.Kernel.Credentials;

namespace Farebox.Server.Platform;

/// <summary>
/// What lets a page of the console act through the management API as whoever looks at it: a credential that exists only in this process's
/// memory, and only until the page is rendered, or the file or stream written, whose session is looked at again every few seconds. No store knows
/// it, no browser sees it, and it calls no model.
/// </summary>
public sealed class SessionGrants
{
    private const string Prefix = "page-";
    private const int SecretBytes = 32;

    private readonly ConcurrentDictionary<string, PageGrant> _grants = new(StringComparer.Ordinal);

    /// <summary>Whether a credential may be one of these: any other is looked up elsewhere.</summary>
    public static bool CanBeOne(ReadOnlySpan<char> credential) => credential.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Issues one; to be disposed of when the page is done.</summary>
    /// <param name="grant">Without an organization: an operator's, who names one by a header as with a key.</param>
    public SessionLease Issue(Grant grant, Actor actor)
    {
        var credential = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        _grants[credential] = new PageGrant(grant, actor);
        return new SessionLease(this, credential);
    }

    /// <summary>What it was issued for, or null.</summary>
    public PageGrant? Find(string credential) => _grants.GetValueOrDefault(credential);

    internal void Withdraw(string credential) => _grants.TryRemove(credential, out _);
}

/// <summary>What a page may do, and on whose behalf.</summary>
public sealed record PageGrant(Grant Grant, Actor Actor);

/// <summary>A credential for as long as a page needs it.</summary>
public sealed class SessionLease(SessionGrants grants, string credential) : IDisposable
{
    public string Credential { get; } = credential;

    /// <inheritdoc/>
    public void Dispose() => grants.Withdraw(Credential);
}
