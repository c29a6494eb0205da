using Farebox.Server.Accounts.Sessions;
using Farebox.Server.Platform;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.Accounts.SignIn;

/// <summary>
/// ASP.NET Core's antiforgery as the console's forms use it: tokens are good in the session that they were made in, and over https the cookie is
/// bound to this very host. The framework knows one name for its cookie; there are two here, so each has an instance of its own.
/// </summary>
internal sealed class FormGuard(InstallationSecret secret, IDataProtectionProvider protection, ILoggerFactory logs) : IAntiforgery, IDisposable
{
    // As that of a session, see SessionCookie.
    private const string SecureName = "__Host-farebox-form";
    private const string PlainName = "farebox-form";

    private readonly ServiceProvider _secure = Build(SecureName, CookieSecurePolicy.Always, secret, protection, logs);
    private readonly ServiceProvider _plain = Build(PlainName, CookieSecurePolicy.None, secret, protection, logs);

    /// <inheritdoc/>
    public AntiforgeryTokenSet GetAndStoreTokens(HttpContext httpContext) => For(httpContext).GetAndStoreTokens(httpContext);

    /// <inheritdoc/>
    public AntiforgeryTokenSet GetTokens(HttpContext httpContext) => For(httpContext).GetTokens(httpContext);

    /// <inheritdoc/>
    public Task<bool> IsRequestValidAsync(HttpContext httpContext) => For(httpContext).IsRequestValidAsync(httpContext);

    /// <inheritdoc/>
    public Task ValidateRequestAsync(HttpContext httpContext) => For(httpContext).ValidateRequestAsync(httpContext);

    /// <inheritdoc/>
    public void SetCookieTokenAndHeader(HttpContext httpContext) => For(httpContext).SetCookieTokenAndHeader(httpContext);

    /// <inheritdoc/>
    public void Dispose()
    {
        _secure.Dispose();
        _plain.Dispose();
    }

    private IAntiforgery For(HttpContext context) => (context.Request.IsHttps ? _secure : _plain).GetRequiredService<IAntiforgery>();

    private static ServiceProvider Build(
        string cookie, CookieSecurePolicy secure, InstallationSecret secret, IDataProtectionProvider protection, ILoggerFactory logs) =>
        new ServiceCollection()
            .AddSingleton<IAntiforgeryAdditionalDataProvider>(new SessionMark(secret))
            .AddAntiforgery(forms =>
            {
                forms.Cookie.Name = cookie;
                forms.Cookie.Path = "/";
                forms.Cookie.SameSite = SameSiteMode.Lax;
                forms.Cookie.SecurePolicy = secure;
                forms.SuppressXFrameOptionsHeader = true; // The policy of each page says it.
            })
            .AddSingleton(protection)
            .AddSingleton(logs)
            .AddLogging()
            .BuildServiceProvider();

    /// <summary>Puts the browser's session into each token: what was made before it began, in another, or for somebody else is refused.</summary>
    private sealed class SessionMark(InstallationSecret secret) : IAntiforgeryAdditionalDataProvider
    {
        /// <inheritdoc/>
        public string GetAdditionalData(HttpContext context) =>
            SessionCookie.Read(context.Request, secret) is { } hash ? Convert.ToBase64String(hash) : "";

        /// <inheritdoc/>
        public bool ValidateAdditionalData(HttpContext context, string additionalData) => additionalData == GetAdditionalData(context);
    }
}
