using Microsoft.AspNetCore.Identity;

namespace Farebox.Server.Accounts.SignIn;

/// <summary>The words by which pages tell what was wrong with a form.</summary>
internal static class FormError
{
    /// <summary>The first of what Identity objects to.</summary>
    public static string Of(IdentityResult result) => result.Errors.First().Code switch
    {
        nameof(IdentityErrorDescriber.PasswordTooShort) => "password-short",
        nameof(IdentityErrorDescriber.PasswordRequiresUniqueChars) => "password-simple",
        nameof(IdentityErrorDescriber.DuplicateEmail) or nameof(IdentityErrorDescriber.DuplicateUserName) => "email-taken",
        _ => "email",
    };
}
