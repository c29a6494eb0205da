using Farebox.Cli.Terminal;
using Farebox.Client;

namespace Farebox.Cli.Verbs;

/// <summary>Turns whatever went wrong into one line on standard error and an exit status.</summary>
internal static class Failures
{
    public static async Task<int> GuardAsync(VerbRun run, Func<VerbRun, Task<int>> act)
    {
        try
        {
            return await act(run);
        }
        catch (OperationCanceledException) when (run.Cancel.IsCancellationRequested)
        {
            return ExitStatus.Interrupted;
        }
        catch (Exception failure) when (StatusOf(failure) is { } status)
        {
            Report(run, failure);
            return status;
        }
    }

    public static void Report(VerbRun run, Exception failure) =>
        run.Around.Error.WriteLine("farebox: " + CleanText.Line(failure.Message) + Advice(run, failure));

    /// <summary>Null for what is not expected: that is a bug, and shall look like one.</summary>
    public static int? StatusOf(Exception failure) => failure switch
    {
        UsageException or ArgumentException or IOException or UnauthorizedAccessException => ExitStatus.Usage,
        FareboxUnreachableException => ExitStatus.Unreachable,
        FareboxApiException refused => StatusOf(refused),
        _ => null,
    };

    public static int StatusOf(FareboxApiException refused) => refused.Status switch
    {
        401 => ApiErrors.IsMissingPermission(refused) ? ExitStatus.PermissionMissing : ExitStatus.CredentialNotValid,
        403 => ExitStatus.PermissionMissing,
        402 or 429 => ExitStatus.OverLimit,
        _ => ApiErrors.IsOutOfCredit(refused) ? ExitStatus.OverLimit : ExitStatus.Failed,
    };

    private static string Advice(VerbRun run, Exception failure)
    {
        var request = failure is FareboxApiException { RequestId: { } id } ? $" (request {CleanText.Line(id)})" : "";
        if (run.Connection is not { } connection)
            return request;
        return request + StatusOf(failure) switch
        {
            ExitStatus.CredentialNotValid => $" The credential came from {connection.CredentialSource}.",
            ExitStatus.PermissionMissing => $" The credential came from {connection.CredentialSource}; use one that has the permission.",
            ExitStatus.Unreachable => $" The address came from {connection.BaseUrlSource}; --base-url names another"
                + (new Uri(connection.BaseUrl).IsLoopback ? ", `farebox serve` starts a server." : "."),
            _ => "",
        };
    }
}
