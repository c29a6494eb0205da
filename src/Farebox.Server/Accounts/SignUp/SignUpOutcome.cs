namespace Farebox.Server.Accounts.SignUp;

/// <summary>What became of a form: a word for what was wrong, or how long to wait before trying again, or neither.</summary>
internal readonly record struct SignUpOutcome(string? Error, TimeSpan? Wait)
{
    public static SignUpOutcome Done { get; }

    public static SignUpOutcome Refused(string error) => new(error, null);

    public static SignUpOutcome TooOften(TimeSpan wait) => new(null, wait);
}
