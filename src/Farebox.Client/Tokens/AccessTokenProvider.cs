using Farebox.Contracts.Tokens;

namespace Farebox.Client.Tokens;

/// <summary>
/// Hands out an access token and renews it before it ends. Callers that come together share one renewal, and while the
/// old token still works a failed renewal is not their problem.
/// </summary>
/// <param name="tokens">Of a client that holds the API key.</param>
/// <param name="request">What each token may do; the key's own rights when null.</param>
public sealed class AccessTokenProvider(TokensClient tokens, TokenRequest? request = null, TimeProvider? clock = null)
{
    /// <summary>A token is renewed when less than this part of its life is left.</summary>
    private const int RenewalFraction = 5;

    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private readonly Lock _gate = new();
    private Held? _held;
    private Task<Held>? _renewal;

    /// <summary>A token that works for at least a fifth of its life, unless the server could not be asked for a new one.</summary>
    /// <exception cref="FareboxApiException">No token is left and the server refused a new one.</exception>
    /// <exception cref="FareboxUnreachableException">No token is left and the server cannot be reached.</exception>
    public async ValueTask<string> GetAsync(CancellationToken cancel = default)
    {
        var now = _clock.GetUtcNow();
        if (_held is { } current && now < current.RenewAt)
            return current.Token;
        try
        {
            // One caller's cancellation must not take the renewal from the others.
            return (await Renew().WaitAsync(cancel)).Token;
        }
        catch (Exception failure) when (failure is FareboxApiException or FareboxUnreachableException)
        {
            if (_held is { } old && _clock.GetUtcNow() < old.EndsAt)
                return old.Token;
            throw;
        }
    }

    /// <summary>Forgets a token that the server no longer takes; the next call mints a new one.</summary>
    public void Discard(string token)
    {
        lock (_gate)
        {
            if (_held?.Token == token)
                _held = null;
        }
    }

    private Task<Held> Renew()
    {
        lock (_gate)
        {
            // A renewal that ended while this caller was on its way here is as good as its own.
            if (_held is { } fresh && _clock.GetUtcNow() < fresh.RenewAt)
                return Task.FromResult(fresh);
            if (_renewal is null || _renewal.IsCompleted)
                _renewal = MintAsync();
            return _renewal;
        }
    }

    private async Task<Held> MintAsync()
    {
        // The life is counted from before the request, on this clock: no agreement with the server's is needed.
        var start = _clock.GetUtcNow();
        var minted = (await tokens.CreateAsync(request, CancellationToken.None)).Value;
        var life = TimeSpan.FromSeconds(minted.ExpiresIn);
        var fresh = new Held(minted.AccessToken, start + life - (life / RenewalFraction), start + life);
        lock (_gate)
            _held = fresh;
        return fresh;
    }

    private sealed record Held(string Token, DateTimeOffset RenewAt, DateTimeOffset EndsAt);
}
