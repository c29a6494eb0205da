using Farebox.Client;

namespace Farebox.ConsolePages;

/// <summary>What pages show where the API does not do what they ask of it.</summary>
internal static class ApiProblem
{
    /// <summary>Nothing, or nothing for this visitor.</summary>
    public static PageResult Missing(PageContext page) => PageResult.Problem(page, StatusCodes.Status404NotFound);

    /// <summary>No answer came.</summary>
    public static PageResult Unreachable(PageContext page) => PageResult.Problem(page, StatusCodes.Status503ServiceUnavailable);

    /// <summary>It refused, and said why: with its status, and when to come back if it said so.</summary>
    public static PageResult Of(PageContext page, FareboxApiException e) => e.Status switch
    {
        StatusCodes.Status404NotFound => Missing(page),

        // Signed in, and asking for what their role does not hold.
        StatusCodes.Status401Unauthorized => PageResult.Problem(page, StatusCodes.Status403Forbidden),
        < StatusCodes.Status400BadRequest => PageResult.Problem(page.Refused(e), StatusCodes.Status502BadGateway),
        _ => PageResult.Problem(page.Refused(e), e.Status) with { WaitTime = e.RetryAfter },
    };
}
