namespace Farebox.Contracts.Users;

/// <summary>Somebody who signs in to the console.</summary>
/// <param name="Object">Always <c>user</c>.</param>
/// <param name="TwoFactor">Whether a code is asked for besides the password.</param>
/// <param name="IsOperator">Whether they run the installation.</param>
/// <param name="Status"><c>active</c> or <c>disabled</c>.</param>
/// <param name="CreatedAt">Unix seconds.</param>
public sealed record UserInfo(
    string Object, string Id, string Email, bool EmailConfirmed, string Name, bool TwoFactor, bool IsOperator, string Status, long CreatedAt);
