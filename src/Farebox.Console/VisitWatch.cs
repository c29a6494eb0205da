using Microsoft.Extensions.DependencyInjection;

namespace Farebox.ConsolePages;

/// <summary>
/// Cuts off an answer that is written for long once whoever it is for has signed out, or is out of the organization: a page is over in a moment, a
/// stream or a large file is not. Cut off and not ended, so that nobody takes a part for the whole.
/// </summary>
internal static class VisitWatch
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    /// <summary>Looks again and again until the answer is complete.</summary>
    public static async Task RunAsync(PageContext page, CancellationToken complete)
    {
        var context = page.Request.HttpContext;
        var goesOn = context.RequestServices.GetRequiredService<IVisitors>().Watch(context, page.Visitor!, page.Organization!);
        using var timer = new PeriodicTimer(Interval, context.RequestServices.GetRequiredService<TimeProvider>());
        var isKnown = false;
        try
        {
            while (await timer.WaitForNextTickAsync(complete))
            {
                isKnown = false;
                if (!await goesOn()) return;
                isKnown = true;
            }
        }
        catch (OperationCanceledException) when (complete.IsCancellationRequested)
        {
            isKnown = true; // It is complete.
        }
        finally
        {
            // Over, or nobody can say: the store may not be there.
            if (!isKnown) context.Abort();
        }
    }
}
