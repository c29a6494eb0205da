using Farebox.Kernel.Credentials;

namespace Farebox.Kernel.Tests.Redaction;

/// <summary>
/// Texts with what must be found in them, and texts in which nothing is. Keys are put together here, so that no scanner of sources takes
/// them for real ones.
/// </summary>
internal static class RedactionCorpus
{
    private const string Random = "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8s9T0";

    /// <summary>Text, and what is left of it.</summary>
    public static readonly (string Text, string Redacted)[] Found =
    [
        ("key " + KeyText.NewApiKey() + ".", "key [api_key]."),
        ("key=" + KeyText.NewAdminKey(), "key=[api_key]"),
        ("OPENAI_API_KEY=sk-proj-" + Random + "_-x", "OPENAI_API_KEY=[api_key]"),
        ("sk-ant-api03-" + Random, "[api_key]"),
        ("stripe sk_live_" + Random[..24], "stripe [api_key]"),
        ("gsk_" + Random, "[api_key]"),
        ("id AKIA" + "IOSFODNN7EXAMPLE end", "id [api_key] end"),
        ("aws_secret_access_key = " + "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "aws_secret_access_key = [api_key]"),
        ("ghp_" + Random[..36], "[api_key]"),
        ("github_pat_" + Random, "[api_key]"),
        ("glpat-" + Random[..20], "[api_key]"),
        ("xoxb-" + "123456789012-" + Random, "[api_key]"),
        ("https://hooks.slack.com/services/" + "T00000000/B00000000/" + Random[..24], "[api_key]"),
        ("AIza" + Random[..35], "[api_key]"),
        ("hf_" + Random[..34], "[api_key]"),
        ("Authorization: Bearer " + Random, "Authorization: Bearer [api_key]"),
        ("eyJhbGciOiJIUzI1NiJ9." + "eyJzdWIiOiIxMjM0In0." + Random, "[jwt]"),
        ("cut eyJhbGciOiJIUzI1NiJ9." + "eyJzdWIi", "cut [jwt]"),
        ("-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY----- rest", "[pem] rest"),
        ("-----BEGIN EC PRIVATE KEY-----\nMIIE", "[pem]"),
        ("mail alice.o'neil+x@mail.example.co.uk, thanks", "mail alice.o'[email], thanks"),
        ("bob@example.com", "[email]"),
        ("写信给bob@example.com。谢谢", "写信给[email]。谢谢"),
        ("bob＠example.com", "[email]"),
        ("?to=bob%40example.com&x=1", "?to=[email]&x=1"),
        (@"{""to"":""bob\u0040example.com", @"{""to"":""[email]"),
        ("pay 4111 1111 1111 1111 now", "pay [card] now"),
        ("4111-1111-1111-1111", "[card]"),
        ("5500005555555559", "[card]"),
        ("378282246310005", "[card]"),
        ("3782 822463 10005", "[card]"),
        ("item 12 4111 1111 1111 1111 35", "item 12 [card] 35"),
        ("卡号4111111111111111。", "卡号[card]。"),
        ("call +1 (415) 555-0132 today", "call [phone] today"),
        ("+44 20 7946 0958", "[phone]"),
        ("+4930123456789", "[phone]"),
        ("(415) 555-0132", "[phone]"),
        ("415-555-0132", "[phone]"),
        ("1 415 555 0132", "[phone]"),
        ("电话13800138000", "电话[phone]"),
        ("138 0013 8000", "[phone]"),
        ("030 12345678", "[phone]"),
        ("020-7946-0958", "[phone]"),
        ("data:image/png;base64," + new string('A', 300) + "==", "[data]"),
        ("x " + string.Concat(Enumerable.Repeat(Random, 7)), "x [data]"),
        ("bob@example.com called +1 415-555-0132 with " + KeyText.NewApiKey(), "[email] called [phone] with [api_key]"),
    ];

    /// <summary>Nothing in them is a secret.</summary>
    public static readonly string[] Harmless =
    [
        "", "Hello, world.", "2026-11-22 09:13:16.123456", "2026-11-22T09:13:16Z", "1780000000", "1780000000123", "192.168.100.200:8080", "v10.0.14-preview.3",
        "550e8400-e29b-41d4-a716-446655440000", "req_0193b1c2d3e4f5a6b7c8d9e0f1a2b3c4", "ISBN 978-3-16-148410-0", "3.141592653589793238462643",
        "0.4111111111111111", "4111 1111 1111 1112", "4111111111111112", "sk-learn-tutorials-for-everyone-who-asks", "task-force-for-questions-and-more",
        "@mention and user@localhost", "a @ b . c", "Bearer authentication is described in RFC 6750", "eyJust a word", "price: 1,234,567.89 USD",
        "SELECT * FROM t WHERE id = 12345678", "Room 0421, floor 12, seat 7", "1 2 3 4 5 6 7 8 9 10 11 12 13 14", "AKIAshort", "ghp_short", "hf_model",
        "/usr/share/dotnet/shared/Microsoft.NETCore.App", "-----BEGIN-----", "#4111", "gpt-4o-mini-2024-07-18", "call_abc123def456ghi789",
        "chatcmpl-9aBcDeFgHiJkLmNoPqRsTuVwXyZ12", "rgb(255, 128, 0)", "03/04/2026",
    ];
}
