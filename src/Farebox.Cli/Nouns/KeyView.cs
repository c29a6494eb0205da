using Farebox.Cli.Terminal;
using Farebox.Cli.Verbs;
using Farebox.Client;
using Farebox.Contracts.Keys;

namespace Farebox.Cli.Nouns;

/// <summary>How keys look.</summary>
internal static class KeyView
{
    public static readonly Column<ApiKey>[] Columns =
    [
        new("id", key => key.Id), new("name", key => key.Name), new("key", key => key.RedactedValue),
        new("status", key => key.Status), new("permissions", key => key.Permissions),
        new("models", key => Words.Models(key.Models)),
        new("expires", key => Words.Time(key.ExpiresAt)), new("last used", key => Words.Time(key.LastUsedAt)),
    ];

    public static readonly Column<ApiKey>[] Lines =
    [
        .. Columns[..5], new("scopes", key => Words.List(key.Scopes)), Columns[5],
        new("organization", key => key.OrganizationId), new("project", key => key.ProjectId),
        new("created", key => Words.Time(key.CreatedAt)), .. Columns[6..],
        new("disabled", key => Words.Time(key.DisabledAt)), new("revoked", key => Words.Time(key.RevokedAt)),
        new("old secret works until", key => Words.Time(key.PreviousSecretExpiresAt)),
    ];

    /// <summary>The secret goes to standard output alone on its line; the warning beside it does not.</summary>
    public static void ShowWithSecret(VerbRun run, ApiResult<ApiKey> key)
    {
        run.Print.One(key, Lines);
        if (run.Print.Json || key.Value.Value is not { } secret)
            return;
        run.Print.Line();
        run.Print.Line(secret);
        run.Print.Note("This is the only time the key is shown. Keep it in a secret store or an environment variable.");
    }
}
