using System.Text;
using Farebox.Cli.Profiles;
using Farebox.Cli.Terminal;
using Farebox.Cli.Verbs;
using Farebox.Client;
using Farebox.Client.Chat;
using Farebox.Client.Usage;
using Farebox.Contracts.Tokens;
using Farebox.Contracts.Usage;

namespace Farebox.Cli.Serving;

/// <summary>The five steps, each over HTTP as any client would take it.</summary>
internal sealed class QuickstartWalk(VerbRun run, QuickstartServer server, ProfileFile file)
{
    private const string Model = "gpt-3.5-turbo";
    private const string Question = "Men are all alike.";
    private const int TokenShown = 24;
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(100);

    public async Task<QuickstartResult> RunAsync()
    {
        var accounts = new QuickstartAccounts(run, server, file, Say);

        Heading("1. Organization");
        var (organization, project) = await accounts.OrganizationAsync();

        Heading("2. API key");
        var key = await accounts.KeyAsync(organization, project);

        Heading("3. Access token");
        using var holder = Connect(key.Secret);
        var token = await MintAsync(holder);

        Heading("4. A streamed answer");
        using var bearer = Connect(token.AccessToken);
        var answer = await AskAsync(bearer);

        Heading("5. What was used");
        var record = await ReadRecordAsync(holder, token.TokenId);
        var available = await ReadBalanceAsync(holder, record);

        return new QuickstartResult(
            server.BaseUrl, organization, project, key.Id, key.IsNew ? key.Secret : null, token.TokenId,
            record.Id, record.Model ?? Model, answer, record.InputTokens, record.OutputTokens, record.DurationUs, record.ChargeUsd,
            available, file.Path);
    }

    private async Task<TokenResponse> MintAsync(FareboxClient holder)
    {
        var token = (await holder.Tokens.CreateAsync(new TokenRequest { Label = "quickstart" }, run.Cancel)).Value;
        var shown = token.AccessToken[..Math.Min(TokenShown, token.AccessToken.Length)];
        Say($"{shown}… works until {Words.Time(token.ExpiresAt)} ({token.TokenId})");
        return token;
    }

    private async Task<string> AskAsync(FareboxClient bearer)
    {
        var answer = new StringBuilder();
        var request = new ChatRequest { Model = Model, Messages = [new ChatMessage("user", Question)] };
        Say($"you: {Question}");
        await foreach (var chunk in bearer.Chat.StreamAsync(request, run.Cancel))
        {
            if (answer.Length == 0 && chunk.Text.Length > 0)
                Write($"   {CleanText.Line(chunk.Model ?? Model)}: ");
            Write(CleanText.Block(chunk.Text));
            answer.Append(chunk.Text);
        }
        Write(Environment.NewLine);
        return answer.ToString();
    }

    /// <summary>The record is durable before the answer's last byte leaves, so it is there now.</summary>
    private async Task<RequestLog> ReadRecordAsync(FareboxClient holder, string tokenId)
    {
        var page = (await holder.Logs.ListAsync(new LogFilter { TokenId = tokenId, Limit = 1 }, run.Cancel)).Value;
        var record = page.Data.Count > 0 ? page.Data[0] : throw new UsageException("The call has no usage record. That is a bug.");
        Say($"{record.RequestedModel} was answered by {record.Model}: {Words.Count(record.InputTokens)} tokens in,"
            + $" {Words.Count(record.OutputTokens)} out, {Words.Duration(record.DurationUs)} ({record.Id})");
        return record;
    }

    private async Task<string> ReadBalanceAsync(FareboxClient holder, RequestLog record)
    {
        var available = (await holder.Billing.BalanceAsync(run.Cancel)).Value.AvailableUsd;
        Say($"it cost {record.ChargeUsd} USD{(record.ChargeUsd == "0" ? $" ({record.Model} is free)" : "")}, and {available} USD of credit are left");
        return available;
    }

    private FareboxClient Connect(string credential) => FareboxClient.Connect(server.BaseUrl, credential, AnswerTimeout);

    private void Heading(string text)
    {
        if (!run.Print.Json)
            run.Print.Heading(text);
    }

    private void Say(string text) => Write("   " + CleanText.Line(text) + Environment.NewLine);

    private void Write(string text)
    {
        if (run.Print.Json)
            return;
        run.Around.Out.Write(text);
        run.Around.Out.Flush();
    }
}
