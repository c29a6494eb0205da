namespace Farebox.Server.Platform;

/// <summary>What became of a credential: a caller, or the error to answer with.</summary>
public readonly record struct Authentication(Caller? Caller, ApiError? Error);

/// <summary>Turns the headers of a management call into a caller. Implemented by Credentials.</summary>
public interface IAuthenticator
{
    /// <summary>Never throws for a bad credential.</summary>
    ValueTask<Authentication> AuthenticateAsync(HttpContext context);
}
