using Farebox.Kernel.Routing;

namespace Farebox.Server.Watching;

/// <summary>Names of attributes: OpenTelemetry's conventions for generative AI where they have one, Farebox's own otherwise.</summary>
internal static class Attributes
{
    public const string Operation = "gen_ai.operation.name";
    public const string Provider = "gen_ai.provider.name";
    public const string RequestModel = "gen_ai.request.model";
    public const string ResponseModel = "gen_ai.response.model";
    public const string TokenType = "gen_ai.token.type";
    public const string InputTokens = "gen_ai.usage.input_tokens";
    public const string OutputTokens = "gen_ai.usage.output_tokens";
    public const string ErrorType = "error.type";
    public const string StatusCode = "http.response.status_code";
    public const string Upstream = "farebox.upstream";
    public const string Organization = "farebox.organization";
    public const string Project = "farebox.project";
    public const string Key = "farebox.key";
    public const string Reason = "farebox.reason";
    public const string Limit = "farebox.limit";
    public const string Store = "farebox.store";
    public const string RequestId = "farebox.request.id";
    public const string Outcome = "farebox.outcome";
    public const string Stream = "farebox.stream";

    /// <summary>The provider of a call that no upstream was called for.</summary>
    public const string NoProvider = "farebox";

    // In the order of Surface. The conventions have no word for images alone; this one takes and gives anything.
    private static readonly string[] Operations = ["chat", "text_completion", "embeddings", "generate_content"];

    public static string OperationOf(Surface surface) => Operations[(int)surface];
}
