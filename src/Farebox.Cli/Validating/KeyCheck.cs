using Farebox.Cli.Terminal;
using Farebox.Cli.Verbs;
using Farebox.Client;
using Farebox.Contracts;

namespace Farebox.Cli.Validating;

/// <summary>
/// Finds out whether a key works. Farebox tells by <c>/v1/key</c>; anywhere else listing models is the one call that every
/// OpenAI-shaped address has, that costs nothing, and that needs a key.
/// </summary>
internal sealed class KeyCheck(FareboxClient client, Func<FareboxClient> stranger)
{
    private const string KeyRoute = "/key";
    private const string ModelsRoute = "/models";

    public async Task<Verdict> RunAsync(CancellationToken cancel)
    {
        try
        {
            return await AskKeyAsync(cancel) ?? await AskModelsAsync(cancel);
        }
        catch (FareboxUnreachableException failure)
        {
            return new Verdict(false, Verdict.Unreachable, "unreachable: " + failure.Message, client.BaseUrl, null);
        }
    }

    /// <summary>Null when the address has no such route, or its answer proves nothing.</summary>
    private async Task<Verdict?> AskKeyAsync(CancellationToken cancel)
    {
        try
        {
            return KeyVerdict.Of(await client.Key.GetAsync(cancel), client.BaseUrl);
        }
        catch (FareboxApiException refused) when (ProvesSomething(refused))
        {
            return Refusal(refused, KeyRoute);
        }
        catch (FareboxApiException)
        {
            // No such route: not a Farebox. Listing models decides.
            return null;
        }
    }

    private static bool ProvesSomething(FareboxApiException refused) =>
        refused.Code is ErrorCodes.InvalidApiKey or ErrorCodes.TokenExpired or ErrorCodes.TokenRevoked or ErrorCodes.AddressNotAuthorized
        || ApiErrors.IsOutOfCredit(refused);

    private async Task<Verdict> AskModelsAsync(CancellationToken cancel)
    {
        try
        {
            var models = (await client.Models.ListAsync(cancel)).Value.Data.Count;
            var proof = await IsOpenToAnyoneAsync(cancel)
                ? $"{client.BaseUrl} lists its {models} models to anyone, so this says nothing about the key"
                : $"{client.BaseUrl} lists {models} models with it; whether there is credit was not checked";
            return new Verdict(true, Verdict.IsValid, "valid: " + proof, client.BaseUrl, ModelsRoute);
        }
        catch (FareboxApiException refused)
        {
            return Refusal(refused, ModelsRoute);
        }
    }

    /// <summary>Some addresses check keys on calls only. A key that cannot be one shows it.</summary>
    private async Task<bool> IsOpenToAnyoneAsync(CancellationToken cancel)
    {
        using var other = stranger();
        try
        {
            await other.Models.ListAsync(cancel);
            return true;
        }
        catch (FareboxApiException)
        {
            // Refused, as it should be.
            return false;
        }
    }

    private Verdict Refusal(FareboxApiException refused, string route)
    {
        var (status, words) = Classify(refused);
        var message = $"{words}: {CleanText.Line(refused.Message)} ({client.BaseUrl} answered {refused.Status})";
        return new Verdict(false, status, message, client.BaseUrl, route);
    }

    private static (string Status, string Words) Classify(FareboxApiException refused) =>
        ApiErrors.IsMissingPermission(refused) ? (Verdict.MissingPermission, "missing permission")
        : ApiErrors.IsOutOfCredit(refused) ? (Verdict.OutOfCredit, "out of credit")
        : refused.Status == 401 ? (Verdict.WrongKey, "not valid")
        : refused.Status == 429 ? (Verdict.RateLimited, "rate limited, so the key could not be checked")
        : (Verdict.Failed, "could not be checked");
}
