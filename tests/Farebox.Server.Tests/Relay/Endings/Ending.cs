namespace Farebox.Server.Tests.Relay.Endings;

/// <summary>The rows of the table in docs/use/fares.md. Whoever changes one there changes it here and in its tests.</summary>
internal static class Ending
{
    public const string Completed = "completed | the fare of the call";

    public const string Refused = "refused by Farebox: credential, body, model, limit, credit | nothing";

    public const string UpstreamRefused = "refused by the upstream (its 4xx) | nothing";

    public const string FailedBefore =
        "upstream failed, timed out or broke off before a part of the answer had come, or in a body of up to 1 MiB | nothing";

    public const string FailedInStream = "upstream failed, timed out or broke off in a stream | "
        + "what had come until then: the prompt and the produced text, estimated unless usage had been reported";

    public const string FailedInLargeBody =
        "upstream failed, timed out or broke off in a body over 1 MiB | the prompt, estimated unless usage had been reported";

    public const string TriedAgain = "tried again at another upstream before a byte had reached the client | the try that answered, once";

    public const string LeftBeforeTheUpstreamHadIt =
        "the client left before an upstream had the whole request, or after the upstream had refused it | nothing";

    public const string LeftBeforeTheFirstByte = "the client left before the first byte | the prompt, estimated: the upstream had it";

    public const string LeftInStream =
        "the client left in a stream | the prompt and the text that had come, estimated unless usage had been reported";

    public const string LeftBeforeDone =
        "the client left after the last token, before `[DONE]` | as if it had stayed; estimated unless usage had been reported";

    public const string LeftInBody = "the client left while a body was being read that is not streamed | "
        + "the prompt, estimated (of a body over 1 MiB, unless usage had been reported)";

    public const string Stopped = "Farebox was stopped for longer than `shutdown_seconds` | nothing; outcome `interrupted`";

    public const string Died = "Farebox died | nothing; outcome `interrupted`, the quote is on the record. "
        + "A call of which no byte could have left is not on record";

    public const string Bug = "a bug in Farebox | nothing; outcome `failed`";
}
