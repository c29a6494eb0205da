using Farebox.Contracts.Operating;
using Farebox.Server.Platform.Options;

namespace Farebox.Server.Operating;

/// <summary>Whether letters reach people: links in them are the only way into an account that is new or whose password is forgotten.</summary>
internal static class MailCheck
{
    /// <summary>Letters that are late, or were not sent.</summary>
    /// <param name="givenUp">So many within a day.</param>
    /// <param name="late">So many wait for longer than an hour.</param>
    public static HealthCheck OfLetters(long givenUp, long late) => givenUp + late == 0
        ? Finding.Fine("mail", "No letter was given up within a day, and none waits for long.")
        : Finding.Warning(
            "mail", $"Letters that were given up within a day: {givenUp}. Letters that wait for longer than an hour: {late}.",
            "Look in the server's log for why, and at smtp_host and the options beside it; ask whoever runs the mail server.");

    /// <summary>Whether strangers wait for letters that only the operator can hand on.</summary>
    public static HealthCheck OfOutbox(FareboxOptions options) => options.SmtpHost.Length > 0 || options.SignUp is not ("open" or "domain")
        ? Finding.Fine("mail_outbox", "Nobody whom the operator does not know waits for letters in the outbox.")
        : Finding.Warning(
            "mail_outbox", "People may sign up by themselves, and their letters go into the folder outbox of the data directory, where they do not see them.",
            "Set smtp_host, or hand each letter on; or close sign-up.");
}
