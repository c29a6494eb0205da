using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Farebox.Cli.Terminal;
using Farebox.Cli.Verbs;

namespace Farebox.Cli.Chatting;

internal static class ChatVerb
{
    private const double MaxTemperature = 2;

    private static readonly Option<string> Model = new("--model")
    {
        Description = "Who answers.",
        HelpName = "name",
        DefaultValueFactory = _ => "gpt-3.5-turbo",
    };

    private static readonly Option<string?> System = new("--system") { Description = "How the model shall behave.", HelpName = "text" };

    private static readonly Option<int?> MaxTokens = new("--max-tokens")
    {
        Description = "LLM tokens of an answer, at most.",
        HelpName = "number",
    };

    private static readonly Option<double?> Temperature = new("--temperature")
    {
        Description = "0 (always the likeliest word) to 2.",
        HelpName = "number",
        CustomParser = ParseTemperature,
    };

    public static Command Create(Surroundings around) =>
        new ApiVerb(
            around, "chat", "Talk with a model, at Farebox or any OpenAI-shaped address. Piped text is one message.",
            [
                "farebox chat",
                "git diff | farebox chat --system \"Write a commit message.\" > message.txt",
                "farebox chat --base-url http://127.0.0.1:11434/v1 --model llama3.2",
            ],
            RunAsync)
        {
            Model, System, MaxTokens, Temperature,
        };

    private static Task<int> RunAsync(VerbRun run)
    {
        var conversation = new Conversation(run.Get(Model)!)
        {
            System = run.Get(System),
            MaxOutputTokens = run.Get(MaxTokens),
            Temperature = run.Get(Temperature),
        };
        var turns = new ChatTurns(run, run.Caller.Chat, conversation);
        return run.Around.InIsTerminal ? new ChatLoop(run, turns, conversation).RunAsync() : AnswerInputAsync(run, turns);
    }

    private static async Task<int> AnswerInputAsync(VerbRun run, ChatTurns turns)
    {
        var message = await run.Around.In.ReadToEndAsync(run.Cancel);
        if (string.IsNullOrWhiteSpace(message))
            throw new UsageException("Standard input is empty: pipe a message in, or run it on a terminal.");
        await turns.TakeAsync(message, run.Cancel);
        return ExitStatus.Done;
    }

    private static double? ParseTemperature(ArgumentResult result)
    {
        var text = result.Tokens.Count == 0 ? "" : result.Tokens[0].Value;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is >= 0 and <= MaxTemperature)
            return number;
        result.AddError("--temperature is a number from 0 to 2.");
        return null;
    }
}
