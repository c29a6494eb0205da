using Farebox.ConsolePages;
using Farebox.Server.Accounts.SignUp;
using Farebox.Server.Platform.Options;

namespace Farebox.Server;

/// <summary>Does what strangers ask for by the console's forms.</summary>
internal sealed class ConsoleSignUps(SignUpDesk desk, PasswordDesk passwords, SignUpRules rules, FareboxOptions options) : ISignUps
{
    /// <inheritdoc/>
    public bool TakesStrangers => rules.TakesStrangers;

    /// <inheritdoc/>
    public int ResetMinutes => options.ResetLinkMinutes;

    /// <inheritdoc/>
    public async Task<SignUpResult> SignUpAsync(HttpContext context, string name, string email, string password) =>
        Of(await desk.SignUpAsync(context, name, email, password));

    /// <inheritdoc/>
    public async Task<SignUpResult> ConfirmAsync(HttpContext context, string userId, string token, string password) =>
        Of(await desk.ConfirmAsync(context, userId, token, password));

    /// <inheritdoc/>
    public async Task<SignUpResult> ForgetAsync(HttpContext context, string email) => Of(await passwords.ForgetAsync(context, email));

    /// <inheritdoc/>
    public async Task<SignUpResult> ResetAsync(HttpContext context, string userId, string token, string chosen) =>
        Of(await passwords.ResetAsync(context, userId, token, chosen));

    private static SignUpResult Of(SignUpOutcome outcome) => new(outcome.Error, outcome.Wait);
}
