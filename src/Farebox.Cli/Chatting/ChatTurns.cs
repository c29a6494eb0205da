using System.Text;
using Farebox.Cli.Terminal;
using Farebox.Cli.Verbs;
using Farebox.Client.Chat;

namespace Farebox.Cli.Chatting;

/// <summary>Takes turns: a message out, the streamed answer onto the screen as it comes.</summary>
internal sealed class ChatTurns(VerbRun run, ChatClient chat, Conversation conversation)
{
    public async Task TakeAsync(string message, CancellationToken cancel)
    {
        var answer = new StringBuilder();
        ChatChunk? last = null;
        ChatUsage? usage = null;
        try
        {
            await foreach (var chunk in chat.StreamAsync(conversation.Ask(message), cancel))
            {
                Show(chunk);
                answer.Append(chunk.Text);
                last = chunk;
                usage = chunk.Usage ?? usage;
            }
        }
        finally
        {
            conversation.Remember(message, answer.ToString());
            EndLine(answer);
        }
        if (run.Around.OutIsTerminal && !run.Print.Json)
            run.Print.Note($"[{CleanText.Line(last?.Model ?? conversation.Model)}{Counts(usage)}]");
    }

    private void Show(ChatChunk chunk)
    {
        if (run.Print.Json)
        {
            run.Print.Line(chunk.Json);
            return;
        }
        run.Around.Out.Write(CleanText.Block(chunk.Text));
        run.Around.Out.Flush();
    }

    private void EndLine(StringBuilder answer)
    {
        if (!run.Print.Json && answer.Length > 0 && answer[^1] != '\n')
            run.Print.Line();
    }

    private static string Counts(ChatUsage? usage) =>
        usage is null ? "" : $", {Words.Count(usage.PromptTokens)} tokens in, {Words.Count(usage.CompletionTokens)} out";
}
