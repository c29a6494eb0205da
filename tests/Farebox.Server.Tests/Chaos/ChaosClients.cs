using System.Collections.Concurrent;
using System.Text;
using Farebox.Server.Platform;
using Farebox.Testing.Upstream;

namespace Farebox.Server.Tests.Chaos;

/// <summary>Clients that call by their plans until the server is gone, and note what they saw.</summary>
internal sealed class ChaosClients(Uri baseUrl, IReadOnlyList<string> credentials, Func<ChaosPlan> next, int enough)
{
    private const int Count = 16;

    private readonly TaskCompletionSource _enough = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<string> _surprises = [];
    private Task _all = Task.CompletedTask;
    private volatile bool _isOver;
    private int _done;

    public ConcurrentDictionary<int, ChaosCall> Calls { get; } = [];

    /// <summary>Returns once enough calls have ended; the clients go on.</summary>
    public async Task RunUntilEnoughAsync()
    {
        _all = Task.WhenAll(Enumerable.Range(0, Count).Select(_ => Task.Run(CallUntilOverAsync)));
        await (await Task.WhenAny(_enough.Task, _all)).WaitAsync(2 * Patience.Limit);
    }

    /// <summary>To be called right before the server is killed: from now on a broken connection is no surprise.</summary>
    public void ExpectTheEnd() => _isOver = true;

    public async Task EndAsync()
    {
        await _all.WaitAsync(Patience.Limit);
        Assert.Empty(_surprises);
    }

    private async Task CallUntilOverAsync()
    {
        using var client = new HttpClient(new SocketsHttpHandler { ResponseDrainTimeout = TimeSpan.Zero }) { BaseAddress = baseUrl, Timeout = Patience.Limit };
        while (!_isOver)
        {
            var call = new ChaosCall(next());
            Calls[call.Plan.Number] = call;
            using var leaving = new CancellationTokenSource();
            try
            {
                await CallAsync(client, call, leaving);
            }
            catch (OperationCanceledException) when (leaving.IsCancellationRequested)
            {
                // It left, as planned.
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                // The server was killed, or cut an answer that its upstream had cut; anything else is a fault.
                if (!_isOver && !leaving.IsCancellationRequested && call.Plan.IsAnswered) _surprises.Enqueue($"{call.Plan.ClientRequestId}: {e}");
            }

            if (Interlocked.Increment(ref _done) >= enough) _enough.TrySetResult();
        }
    }

    private async Task CallAsync(HttpClient client, ChaosCall call, CancellationTokenSource leaving)
    {
        var plan = call.Plan;
        using var request = new HttpRequestMessage(HttpMethod.Post, Relay.Calls.Chat) { Content = new StringContent(plan.Body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new("Bearer", credentials[plan.Credential % credentials.Count]);
        request.Headers.Add("X-Client-Request-Id", plan.ClientRequestId);
        if (plan.Leaving == Leaving.BeforeTheAnswer) leaving.CancelAfter(TimeSpan.FromMilliseconds(plan.LeaveAfter));

        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, leaving.Token);
        call.RequestId = RequestId.TryParse(response.Headers.GetValues("x-request-id").Single());
        call.Status = (int)response.StatusCode;
        call.SaidCharge = response.Headers.TryGetValues("farebox-charge-usd", out var said) ? said.Single() : null;
        await using var body = await response.Content.ReadAsStreamAsync(leaving.Token);
        await ReadAsync(body, call, leaving.Token);
    }

    /// <summary>Reads to the end, or to where the client leaves: the caller then closes the connection.</summary>
    private static async Task ReadAsync(Stream body, ChaosCall call, CancellationToken leaving)
    {
        var plan = call.Plan;
        var buffer = new byte[64 << 10];
        var text = new StringBuilder();
        var toItsEnd = false;
        try
        {
            for (var reads = 1; ; reads++)
            {
                var read = await body.ReadAsync(buffer, leaving);
                toItsEnd = read == 0;
                if (toItsEnd) return;
                call.BytesSeen += read;
                text.Append(Encoding.Latin1.GetString(buffer, 0, read));
                if (plan.Leaving == Leaving.InTheAnswer && reads > plan.LeaveAfter) return;
                if (plan.Leaving == Leaving.BeforeDone && text.ToString().Contains("\"finish_reason\":\"stop\"", StringComparison.Ordinal)) return;
            }
        }
        finally
        {
            call.Saw(text.ToString(), toItsEnd);
        }
    }
}
