using System.CommandLine;
using Farebox.Cli.Terminal;
using Farebox.Cli.Verbs;
using Farebox.Contracts.Models;

namespace Farebox.Cli.Nouns;

internal static class PricesSetVerb
{
    /// <summary>From when on a version holds.</summary>
    public static readonly Option<string?> From = new("--from")
    {
        Description = "When it begins: a date or time (UTC) to come; now when absent.",
        HelpName = "time",
    };

    private static readonly Argument<string> Model = new("model") { Description = "The model's name; it need not be connected yet." };
    private static readonly Option<string?> Input = Usd("--input", "A million input tokens, in USD.");
    private static readonly Option<string?> CachedInput = Usd("--cached-input", "A million input tokens from the provider's cache; as --input when absent.");
    private static readonly Option<string?> CacheWrite = Usd("--cache-write", "A million input tokens into the provider's cache; as --input when absent.");
    private static readonly Option<string?> Output = Usd("--output", "A million output tokens.");
    private static readonly Option<string?> Reasoning = Usd("--reasoning", "A million output tokens spent on reasoning; as --output when absent.");
    private static readonly Option<string?> PerImage = Usd("--per-image", "An image made.");
    private static readonly Option<string?> PerAudioMinute = Usd("--per-audio-minute", "A minute of audio.");
    private static readonly Option<string?> PerRequest = Usd("--per-request", "A call.");
    private static readonly Option<bool> Free = new("--free") { Description = "Nothing costs anything." };
    private static readonly Option<string?> Note = new("--note") { Description = "A remark for people.", HelpName = "text" };

    private static readonly Option<string?>[] Amounts = [Input, CachedInput, CacheWrite, Output, Reasoning, PerImage, PerAudioMinute, PerRequest];

    public static Verb Create(Surroundings around)
    {
        var verb = new AdminVerb(
            around, "set", "Set what a model costs from now or a later time on; calls before it keep their price.",
            [
                "farebox prices set gpt-5-mini --input 0.25 --cached-input 0.025 --output 2",
                "farebox prices set my-images --per-image 0.04 --from 2030-01-01",
                "farebox prices set qwen3-32b --free",
            ],
            SetAsync) { Model };
        foreach (var option in Amounts) verb.Options.Add(option);
        verb.Options.Add(Free);
        verb.Options.Add(From);
        verb.Options.Add(Note);
        verb.Validators.Add(result =>
        {
            if (result.GetValue(Free) == Amounts.Any(option => result.GetValue(option) is not null))
                result.AddError("Give amounts, or --free.");
        });
        return verb;
    }

    /// <summary>The moment of <see cref="From"/> in Unix seconds, or null.</summary>
    public static long? FromOf(VerbRun run) =>
        run.Get(From) is { } text ? Verbs.Input.Moment(text, "--from", run.Around.Clock) : null;

    private static async Task<int> SetAsync(VerbRun run)
    {
        var zero = run.Get(Free) ? "0" : null;
        var request = new PriceRequest
        {
            Model = run.Get(Model), Input = run.Get(Input) ?? zero, CachedInput = run.Get(CachedInput), CacheWrite = run.Get(CacheWrite),
            Output = run.Get(Output) ?? zero, Reasoning = run.Get(Reasoning), PerImage = run.Get(PerImage),
            PerAudioMinute = run.Get(PerAudioMinute), PerRequest = run.Get(PerRequest), EffectiveFrom = FromOf(run), Note = run.Get(Note),
        };
        run.Print.One(await run.Admin.Prices.SetAsync(request, run.Cancel), PriceView.VersionColumns);
        return ExitStatus.Done;
    }

    private static Option<string?> Usd(string name, string description) => new(name) { Description = description, HelpName = "usd" };
}
