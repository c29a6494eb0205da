namespace Farebox.Server.Platform.Options;

/// <summary>Everything an operator can set. Ranges stand in the attributes; <see cref="OptionsValidation"/> holds the rest.</summary>
public sealed class FareboxOptions
{
    /// <summary>Where options were set that were, by their names: words of <see cref="Contracts.Operating.SettingSources"/>.</summary>
    internal Dictionary<string, string> Sources { get; } = new(StringComparer.Ordinal);

    [Option("listen", "Addresses to listen on, such as http://127.0.0.1:8420; https needs a certificate.")]
    public string[] Listen { get; set; } = ["http://127.0.0.1:8420"];

    [Option("data", "Data directory: store and secrets.")]
    public string Data { get; set; } = "farebox-data";

    [Option("database", "Where the store is: empty for SQLite in the data directory, the only one supported today.", Secret = true)]
    public string Database { get; set; } = "";

    [Option("secret", "Installation secret, at least 32 characters; kept in the data directory when not given.", Secret = true)]
    public string Secret { get; set; } = "";

    [Option("admin_key", "An operator's admin key that is made valid at start.", Secret = true)]
    public string AdminKey { get; set; } = "";

    [Option("tls_certificate", "PEM file with the certificate and its chain, for https.")]
    public string TlsCertificate { get; set; } = "";

    [Option("tls_key", "PEM file with the certificate's private key.")]
    public string TlsKey { get; set; } = "";

    [Option("trusted_proxies", "Addresses or CIDR ranges of proxies whose X-Forwarded-For and X-Forwarded-Proto are believed.")]
    public string[] TrustedProxies { get; set; } = [];

    [Option("cors_origins", "Origins of web pages that may call from a browser, such as https://app.example.")]
    public string[] CorsOrigins { get; set; } = [];

    [Option("settlement", "strict: an answer's last byte waits until its usage record is durable; relaxed: it does not.",
        OneOf = ["strict", "relaxed"])]
    public string Settlement { get; set; } = "strict";

    [Option("detect_upstreams", "Whether OPENAI_API_KEY and a local Ollama become upstreams at start.")]
    public bool DetectUpstreams { get; set; } = true;

    [Option("eliza_word_delay_ms", "Pause between the words that eliza streams, milliseconds.", Min = 0, Max = 10_000)]
    public int ElizaWordDelayMs { get; set; }

    [Option("log_level", "Least severe log line that is written.", OneOf = ["debug", "information", "warning", "error"])]
    public string LogLevel { get; set; } = "information";

    [Option("log_format", "json (one object a line) or text.", OneOf = ["json", "text"])]
    public string LogFormat { get; set; } = "text";

    [Option("max_body_bytes", "Largest request body of a model call.", Min = 1024, Max = 1L << 30)]
    public int MaxBodyBytes { get; set; } = 64 << 20;

    [Option("max_management_body_bytes", "Largest request body of any other call.", Min = 1024, Max = 64 << 20)]
    public int MaxManagementBodyBytes { get; set; } = 1 << 20;

    [Option("max_form_bytes", "Largest form of a page of the console.", Min = 16 << 10, Max = 16 << 20)]
    public int MaxFormBytes { get; set; } = 256 << 10;

    [Option("max_header_bytes", "Largest set of request headers.", Min = 4096, Max = 1 << 20)]
    public int MaxHeaderBytes { get; set; } = 32 << 10;

    [Option("max_headers", "Headers of one request.", Min = 20, Max = 1000)]
    public int MaxHeaders { get; set; } = 100;

    [Option("max_request_line_bytes", "Longest first line of a request: method, path and query.", Min = 1024, Max = 64 << 10)]
    public int MaxRequestLineBytes { get; set; } = 8 << 10;

    [Option("max_connections", "Connections of clients at once; one more is closed at once.", Min = 10, Max = 1_000_000)]
    public int MaxConnections { get; set; } = 20_000;

    [Option("max_request_memory_mib", "Memory for the bodies over 64 KiB of all model calls under way, MiB; beyond it calls get 503.",
        Min = 1, Max = 1_000_000)]
    public int MaxRequestMemoryMib { get; set; } = 4096;

    [Option("request_header_seconds", "Time for a request's headers to arrive.", Min = 1, Max = 600)]
    public int RequestHeaderSeconds { get; set; } = 30;

    [Option("request_body_seconds", "Time for a request's body to arrive.", Min = 1, Max = 3600)]
    public int RequestBodySeconds { get; set; } = 600;

    [Option("client_idle_seconds", "How long a client's connection may stay open without a request.", Min = 1, Max = 3600)]
    public int ClientIdleSeconds { get; set; } = 130;

    [Option("client_min_bytes_per_second", "Rate at which clients must send bodies and take answers, after client_grace_seconds.",
        Min = 1, Max = 1_000_000)]
    public int ClientMinBytesPerSecond { get; set; } = 240;

    [Option("client_grace_seconds", "How long a client may be slower than client_min_bytes_per_second.", Min = 2, Max = 600)]
    public int ClientGraceSeconds { get; set; } = 5;

    [Option("client_stall_seconds", "How long a piece of a model's answer, 64 KiB at most, may wait for its client to take it.", Min = 1, Max = 3600)]
    public int ClientStallSeconds { get; set; } = 60;

    [Option("max_json_depth", "Deepest nesting of a request body.", Min = 8, Max = 1000)]
    public int MaxJsonDepth { get; set; } = 128;

    [Option("max_buffered_answer_bytes", "Answers up to this size are held until their usage record is durable; larger ones flow.",
        Min = 4096, Max = 64 << 20)]
    public int MaxBufferedAnswerBytes { get; set; } = 1 << 20;

    [Option("max_answer_mib", "Largest answer of an upstream's that is passed on, MiB; a longer one is cut off.", Min = 1, Max = 1_000_000)]
    public int MaxAnswerMib { get; set; } = 1024;

    [Option("max_stream_frame_bytes", "Largest single frame of a streamed answer.", Min = 64 << 10, Max = 256 << 20)]
    public int MaxStreamFrameBytes { get; set; } = 16 << 20;

    [Option("max_concurrent_calls", "Model calls under way at once; one more gets 503.", Min = 1, Max = 1_000_000)]
    public int MaxConcurrentCalls { get; set; } = 10_000;

    [Option("max_attempts", "Upstreams tried for one call, at most.", Min = 1, Max = 10)]
    public int MaxAttempts { get; set; } = 3;

    [Option("max_upstream_connections", "Connections to one upstream at once.", Min = 1, Max = 100_000)]
    public int MaxUpstreamConnections { get; set; } = 10_000;

    [Option("upstream_connect_seconds", "Time for connecting to an upstream.", Min = 1, Max = 600)]
    public int UpstreamConnectSeconds { get; set; } = 10;

    [Option("upstream_answer_seconds", "Time until an upstream's headers arrive.", Min = 1, Max = 3600)]
    public int UpstreamAnswerSeconds { get; set; } = 600;

    [Option("upstream_idle_seconds", "Longest silence inside an upstream's answer.", Min = 1, Max = 3600)]
    public int UpstreamIdleSeconds { get; set; } = 300;

    [Option("keep_alive_seconds", "Silence on a stream after which a comment is sent to the client.", Min = 1, Max = 600)]
    public int KeepAliveSeconds { get; set; } = 15;

    [Option("price_list", "File of list prices to use instead of those that came with Farebox.")]
    public string PriceList { get; set; } = "";

    [Option("reserve_output_tokens", "Output tokens that a call without an output limit is quoted for, unless its model says otherwise.",
        Min = 1, Max = 10_000_000)]
    public int ReserveOutputTokens { get; set; } = 16_384;

    [Option("lower_output_limit", "Lowers the limit on a call's output to what can be paid instead of refusing the call.")]
    public bool LowerOutputLimit { get; set; }

    [Option("min_topup_usd", "Least that is added to a credit balance at once, and worth of a voucher, in USD.", Min = 0, Max = 1_000_000)]
    public int MinTopupUsd { get; set; } = 5;

    [Option("discovery_seconds", "How often upstreams are asked for their models.", Min = 5, Max = 86_400)]
    public int DiscoverySeconds { get; set; } = 300;

    [Option("shutdown_seconds", "How long running calls may go on after a stop was asked for.", Min = 0, Max = 3600)]
    public int ShutdownSeconds { get; set; } = 30;

    [Option("credential_cache_entries", "Credentials remembered in memory.", Min = 100, Max = 10_000_000)]
    public int CredentialCacheEntries { get; set; } = 50_000;

    [Option("unknown_credential_seconds", "How long an unknown credential is remembered as unknown.", Min = 1, Max = 600)]
    public int UnknownCredentialSeconds { get; set; } = 10;

    [Option("signing_key_days", "Age at which the key that signs access tokens is replaced.", Min = 1, Max = 365)]
    public int SigningKeyDays { get; set; } = 30;

    [Option("ledger_max_accounts", "Ledger accounts kept in memory; idle ones beyond it are read again when needed.", Min = 100, Max = 100_000_000)]
    public int LedgerMaxAccounts { get; set; } = 100_000;

    [Option("low_balance_usd", "An organization's credit balance below this many USD is told to be low; 0 tells nobody.",
        Min = 0, Max = 1_000_000)]
    public int LowBalanceUsd { get; set; } = 1;

    [Option("tiers", "File of the tiers of limits to use instead of those that came with Farebox.")]
    public string Tiers { get; set; } = "";

    [Option("limit_output_tokens", "Output tokens that a call without an output limit counts for under limits on tokens, until it ends.",
        Min = 0, Max = 10_000_000)]
    public int LimitOutputTokens { get; set; } = 500;

    [Option("limit_max_counters", "Counters of limits kept in memory; idle ones beyond it are put away.", Min = 100, Max = 100_000_000)]
    public int LimitMaxCounters { get; set; } = 100_000;

    [Option("journal_max_pending", "Writes that may wait for the disk; beyond it calls get 503.", Min = 100, Max = 10_000_000)]
    public int JournalMaxPending { get; set; } = 20_000;

    [Option("journal_max_batch", "Writes in one transaction, at most.", Min = 1, Max = 100_000)]
    public int JournalMaxBatch { get; set; } = 2_000;

    [Option("usage_delete_batch", "Usage records that are deleted in one transaction when they are older than their organization keeps them.",
        Min = 10, Max = 10_000)]
    public int UsageDeleteBatch { get; set; } = 200;

    [Option("call_log_max_payload_bytes", "Bytes of a request, and of an answer, that the call log keeps; the rest is cut off.",
        Min = 1024, Max = 64 << 20)]
    public int CallLogMaxPayloadBytes { get; set; } = 1 << 20;

    [Option("call_log_max_mib", "Disk budget of the call log, MiB; when it is used up the oldest payloads go.", Min = 1, Max = 100_000_000)]
    public int CallLogMaxMib { get; set; } = 10_240;

    [Option("call_log_max_pending_mib", "Memory for payloads that are not written yet, MiB; beyond it they are cut or dropped.", Min = 1, Max = 65_536)]
    public int CallLogMaxPendingMib { get; set; } = 128;

    [Option("call_log_max_pending", "Payloads that may wait for the call log's disk; beyond it they are dropped.", Min = 1, Max = 1_000_000)]
    public int CallLogMaxPending { get; set; } = 2_000;

    [Option("metrics", "Whether GET /metrics gives metrics in Prometheus's text format.")]
    public bool Metrics { get; set; }

    [Option("metrics_token", "Bearer token that opens /metrics, at least 16 characters; an operator's admin key does so too.", Secret = true)]
    public string MetricsToken { get; set; } = "";

    [Option("metrics_labels", "What calls are told apart by in metrics, besides endpoint, upstream and outcome: model, organization, project, key.")]
    public string[] MetricsLabels { get; set; } = ["model"];

    [Option("metrics_max_series", "Label sets of calls in metrics, at most; calls that would need one more count as other.", Min = 10, Max = 20_000)]
    public int MetricsMaxSeries { get; set; } = 1_000;

    [Option("otlp_endpoint", "OpenTelemetry collector that metrics and traces are sent to, such as http://127.0.0.1:4318; empty sends nothing.")]
    public string OtlpEndpoint { get; set; } = "";

    [Option("otlp_protocol", "How it is spoken to.", OneOf = ["http/protobuf", "grpc"])]
    public string OtlpProtocol { get; set; } = "http/protobuf";

    [Option("otlp_headers", "Headers sent to it, such as its credential: name=value, separated by commas.", Secret = true)]
    public string OtlpHeaders { get; set; } = "";

    [Option("trace_percent", "Calls that are traced, in percent; a client that sends a traceparent decides for its own.", Min = 0, Max = 100)]
    public int TracePercent { get; set; } = 100;

    [Option("trace_upstream", "Whether upstreams are sent a traceparent.")]
    public bool TraceUpstream { get; set; }

    [Option("session_hours", "Hours after which somebody who does nothing is signed out of the console.", Min = 1, Max = 720)]
    public int SessionHours { get; set; } = 12;

    [Option("session_remember_days", "The same, in days, for whoever asked to stay signed in.", Min = 1, Max = 365)]
    public int SessionRememberDays { get; set; } = 30;

    [Option("sign_in_max_failures", "Wrong passwords or codes after which an account is locked for a while.", Min = 3, Max = 100)]
    public int SignInMaxFailures { get; set; } = 5;

    [Option("sign_in_lockout_minutes", "For how long it is.", Min = 1, Max = 1440)]
    public int SignInLockoutMinutes { get; set; } = 5;

    [Option("password_min_length", "Characters that a password of the console has at least.", Min = 8, Max = 128)]
    public int PasswordMinLength { get; set; } = 10;

    [Option("public_url", "Address of this server for links in letters, such as https://farebox.example.org; the first of listen when empty.")]
    public string PublicUrl { get; set; } = "";

    [Option("smtp_host", "Mail server that letters are handed to; when empty they go into the folder outbox of the data directory.")]
    public string SmtpHost { get; set; } = "";

    [Option("smtp_port", "Its port.", Min = 1, Max = 65_535)]
    public int SmtpPort { get; set; } = 587;

    [Option("smtp_tls", "How the way to it is encrypted: starttls, tls from the first byte, or off.", OneOf = ["starttls", "tls", "off"])]
    public string SmtpTls { get; set; } = "starttls";

    [Option("smtp_user", "Name to sign in to it with; empty signs in with none.")]
    public string SmtpUser { get; set; } = "";

    [Option("smtp_password", "The password of that name.", Secret = true)]
    public string SmtpPassword { get; set; } = "";

    [Option("mail_from", "Address that letters come from.")]
    public string MailFrom { get; set; } = "farebox@localhost";

    [Option("mail_attempts", "Tries to hand a letter over before it is given up; they take about a day by default.", Min = 1, Max = 100)]
    public int MailAttempts { get; set; } = 30;

    [Option("sign_in_providers", "JSON file that lists the OpenID providers by which people may sign in; empty for none.")]
    public string SignInProviders { get; set; } = "";

    [Option("sign_up", "Who may make an account of the console: nobody, whoever is invited, addresses of sign_up_domains too, or anybody.",
        OneOf = ["closed", "invitation", "domain", "open"])]
    public string SignUp { get; set; } = "closed";

    [Option("sign_up_domains", "Domains of addresses that may sign up when sign_up is domain, such as example.org; their subdomains are others.")]
    public string[] SignUpDomains { get; set; } = [];

    [Option("sign_up_keep_days", "Days after which somebody who signed up and never confirmed their address is deleted.", Min = 1, Max = 365)]
    public int SignUpKeepDays { get; set; } = 7;

    [Option("confirm_link_hours", "How long a link that confirms an address is good.", Min = 1, Max = 720)]
    public int ConfirmLinkHours { get; set; } = 24;

    [Option("reset_link_minutes", "How long a link for a forgotten password is good.", Min = 5, Max = 1440)]
    public int ResetLinkMinutes { get; set; } = 60;

    [Option("invite_days", "How long an invitation is good.", Min = 1, Max = 90)]
    public int InviteDays { get; set; } = 7;

    [Option("sign_ins_per_address", "Tries to sign in with one address in any ten minutes.", Min = 1, Max = 10_000)]
    public int SignInsPerAddress { get; set; } = 20;

    [Option("sign_ins_per_client", "The same from one client: an IPv4 address, or the first half of an IPv6 address.", Min = 1, Max = 100_000)]
    public int SignInsPerClient { get; set; } = 60;

    [Option("letters_per_address", "Letters to one address that people ask for, by forms or invitations, in any hour.", Min = 1, Max = 10_000)]
    public int LettersPerAddress { get; set; } = 5;

    [Option("letters_per_client", "Letters that one client's forms ask for in any hour.", Min = 1, Max = 100_000)]
    public int LettersPerClient { get; set; } = 30;
}
