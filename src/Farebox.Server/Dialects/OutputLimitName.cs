namespace Farebox.Server.Dialects;

/// <summary>What a chat model calls the limit on its output.</summary>
internal static class OutputLimitName
{
    /// <summary>
    /// OpenAI's reasoning models (o1 and later of that series, GPT-5 and later) refuse <c>max_tokens</c>; many servers of other
    /// models know nothing else. A model list does not say which is which, so the name decides.
    /// </summary>
    /// <param name="upstreamModel">The upstream's own name, also with a vendor before it (<c>openai/o3</c>) or of a fine-tuned one
    /// (<c>ft:o4-mini:acme</c>).</param>
    public static ReadOnlySpan<byte> For(string upstreamModel)
    {
        var name = upstreamModel.AsSpan(upstreamModel.LastIndexOf('/') + 1);
        if (name.StartsWith("ft:", StringComparison.OrdinalIgnoreCase)) name = name[3..];
        return IsReasoning(name) ? "max_completion_tokens"u8 : "max_tokens"u8;
    }

    private static bool IsReasoning(ReadOnlySpan<char> name)
    {
        if (name is ['o' or 'O', >= '1' and <= '9', ..]) return name.Length == 2 || name[2] is '-' or ':';
        if (!name.StartsWith("gpt-", StringComparison.OrdinalIgnoreCase)) return false;

        // "gpt-35-turbo" is Azure's spelling of 3.5: only a single digit is a generation.
        name = name[4..];
        return name is [>= '5' and <= '9', ..] && (name.Length == 1 || !char.IsAsciiDigit(name[1]));
    }
}
