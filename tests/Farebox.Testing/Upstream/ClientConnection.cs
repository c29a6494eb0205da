using System.Net.Sockets;

namespace Farebox.Testing.Upstream;

/// <summary>Serves one accepted connection: requests one after the other, each with the answer that the script has for it.</summary>
internal sealed class ClientConnection(ScriptedUpstream upstream, Socket socket, CancellationToken stopping)
{
    public async Task RunAsync(ConnectionHandling handling)
    {
        using var client = new ClientSocket(socket);
        try
        {
            switch (handling)
            {
                case ConnectionHandling.ResetAtOnce:
                    socket.LingerState = new LingerOption(enable: true, seconds: 0);
                    socket.Close();
                    break;
                case ConnectionHandling.IgnoreForever:
                    await Task.Delay(Timeout.Infinite, stopping);
                    break;
                case ConnectionHandling.Serve:
                    await ServeAsync(client);
                    break;
            }
        }
        catch (Exception gone)
            when (gone is SocketException or EndOfStreamException or ObjectDisposedException or OperationCanceledException)
        {
            // The client went away between two requests or within one, or the upstream is being disposed: nobody is left to answer.
            return;
        }
        catch (Exception fault) when (fault is InvalidDataException or FormatException or OverflowException)
        {
            // The caller under test sent something that is not HTTP/1.1. The test must see that.
            upstream.AddFault(fault);
        }
    }

    private async Task ServeAsync(ClientSocket client)
    {
        while (await RequestReader.ReadAsync(client, stopping) is { } request)
        {
            var answer = upstream.Take(request);
            client.WatchForLeaving();
            using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(stopping, client.Left);
            var writer = new AnswerWriter(client.Socket, request.Produced, cancelled.Token);
            var ending = await AnswerAsync(answer, new UpstreamCall(upstream, request, writer, cancelled.Token), client);
            var reuse = ending == AnswerEnding.Whole && !writer.EndsWithConnection
                && !string.Equals(request.Header("Connection"), "close", StringComparison.OrdinalIgnoreCase);

            upstream.Ended(request, ending);
            if (!reuse) return;
        }
    }

    private async Task<AnswerEnding> AnswerAsync(Answer answer, UpstreamCall call, ClientSocket client)
    {
        try
        {
            await answer(call);
            return call.Writer.IsWhole || (call.Writer.EndsWithConnection && !call.Writer.IsBroken)
                ? AnswerEnding.Whole
                : AnswerEnding.BrokenByScript;
        }
        catch (Exception) when (stopping.IsCancellationRequested)
        {
            return AnswerEnding.Stopped;
        }
        catch (Exception failed) when (client.Left.IsCancellationRequested || failed is SocketException or ObjectDisposedException)
        {
            return call.Writer.IsBroken ? AnswerEnding.BrokenByScript : AnswerEnding.ClientLeft;
        }
        catch (Exception fault)
        {
            upstream.AddFault(fault);
            return AnswerEnding.ScriptFailed;
        }
    }
}
