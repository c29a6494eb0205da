namespace Farebox.Cli.Tests.Nouns;

/// <summary>Usage records as the API writes them.</summary>
internal static class LogSamples
{
    /// <param name="more">Members besides, each with a comma before it.</param>
    public static string Record(string id, string more = "") =>
        $$"""{"object":"organization.request_log","id":"{{id}}","created_at":1767225600,"project_id":"proj_1","key_id":"key_1","""
        + """ "endpoint":"/v1/chat/completions","model":"eliza","stream":true,"input_tokens":1,"cached_input_tokens":0,"output_tokens":2,"""
        + """ "reasoning_tokens":0,"usage_source":"reported","outcome":"completed","status":200,"attempts":1,"duration_us":1500,"""
        + $$""" "charge_usd":"0.5","quote_usd":"1","overrun_usd":"0"{{more}}}""";
}
