using System.Security.Cryptography.X509Certificates;
using Farebox.ConsolePages;
using Farebox.Server.Accounts;
using Farebox.Server.Accounts.SignIn;
using Farebox.Server.Accounts.Users;
using Farebox.Server.Limits;
using Farebox.Server.Platform;
using Farebox.Server.Platform.Options;
using Farebox.Server.Relay;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Console;

namespace Farebox.Server;

/// <summary>Farebox as a whole application: what <c>farebox serve</c> runs.</summary>
public static class FareboxApp
{
    // Running calls end by themselves at shutdown_seconds; this is the time they get to settle.
    private static readonly TimeSpan SettlingTime = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Lets sockets complete on the threads that poll them, which saves a thread switch per read. Nothing in the server blocks those
    /// threads: SQL has threads of its own. Takes effect only before the first socket of the process.
    /// </summary>
    public static void PreferInlineSockets() => Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");

    /// <summary>
    /// Lets SQLite do without a lock around each of its functions, a lock per bound value: no connection here is used by two threads at
    /// once. Takes effect only before the first connection of the process.
    /// </summary>
    public static void PreferUnlockedStore()
    {
        SQLitePCL.Batteries_V2.Init();
        _ = SQLitePCL.raw.sqlite3_config(SQLitePCL.raw.SQLITE_CONFIG_MULTITHREAD);
    }

    /// <summary>Builds the application; nothing is opened until it starts.</summary>
    /// <param name="configure">What else the host wants, such as another clock or other logs.</param>
    /// <exception cref="StartRefusedException">An option is not valid.</exception>
    public static WebApplication Build(FareboxOptions options, Action<WebApplicationBuilder>? configure = null)
    {
        // Empty: no appsettings.json of whatever folder this runs in, no file watchers. Options come from OptionsLoader alone.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.TryAddSingleton(TimeProvider.System);
        ConfigureLogging(builder.Logging, options);
        configure?.Invoke(builder);
        builder.Services.AddFarebox(options);
        AddConsole(builder.Services);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(options.ShutdownSeconds) + SettlingTime);
        builder.Services.Configure<SocketTransportOptions>(sockets => sockets.UnsafePreferInlineScheduling = true);
        builder.Services.AddCors();
        builder.WebHost.UseKestrelCore();
        if (options.TlsCertificate.Length > 0) builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => ConfigureKestrel(kestrel, options));
        builder.WebHost.UseUrls(options.Listen);

        var app = builder.Build();
        if (options.TrustedProxies.Length > 0) app.UseForwardedHeaders(Forwarding(options));
        if (options.CorsOrigins.Length > 0)
        {
            app.UseCors(policy => policy
                .WithOrigins(options.CorsOrigins).AllowAnyMethod().AllowAnyHeader().SetPreflightMaxAge(TimeSpan.FromHours(1))
                .WithExposedHeaders("x-request-id", "openai-processing-ms", "openai-organization", "openai-version", "Retry-After", "retry-after-ms",
                    "x-should-retry", "farebox-charge-usd", "farebox-balance-usd")
                .WithExposedHeaders(LimitHeaders.Names));
        }

        app.UseModelCalls();
        app.UseRouting();
        app.MapFarebox();
        MapRest(app);
        return app;
    }

    /// <summary>
    /// Where to make the first account of the console, while there is none: holds the code that only whoever started the server may read.
    /// </summary>
    public static async Task<string?> FindSetUpAddressAsync(WebApplication app) =>
        await app.Services.GetRequiredService<UserStore>().AnyAsync()
            ? null
            : $"{app.Urls.First()}/console/set-up?code={app.Services.GetRequiredService<SetUpCode>().Text}";

    private static void AddConsole(IServiceCollection services) => services
        .AddAccountsForms()
        .AddSingleton<OwnAddress>()
        .AddSingleton<IVisitors, ConsoleVisitors>()
        .AddSingleton<ISignInProviders, ConsoleProviders>()
        .AddScoped<IAccounts, ConsoleAccounts>()
        .AddScoped<ISignUps, ConsoleSignUps>()
        .AddSingleton<IMailInfo, ConsoleMail>();

    /// <summary>Nothing but Farebox is here: it shows its page to browsers, and answers for every path that nobody has.</summary>
    private static void MapRest(WebApplication app)
    {
        var rest = app.MapGroup("");
        rest.MapConsole();
        rest.MapAccountsForms();
        rest.MapFallback("/{**path}", ApiErrors.WriteUnknownUrlAsync);
        ((IEndpointConventionBuilder)rest).Finally(FareboxServer.Enclose);
    }

    private static void ConfigureKestrel(KestrelServerOptions kestrel, FareboxOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = null; // Each reader has its own, named limit.
        kestrel.Limits.MaxRequestHeadersTotalSize = options.MaxHeaderBytes;
        kestrel.Limits.MaxRequestHeaderCount = options.MaxHeaders;
        kestrel.Limits.MaxRequestLineSize = options.MaxRequestLineBytes;
        kestrel.Limits.MaxConcurrentConnections = options.MaxConnections;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(options.RequestHeaderSeconds);
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(options.ClientIdleSeconds);
        var slowest = new MinDataRate(options.ClientMinBytesPerSecond, TimeSpan.FromSeconds(options.ClientGraceSeconds));
        (kestrel.Limits.MinRequestBodyDataRate, kestrel.Limits.MinResponseDataRate) = (slowest, slowest);
        if (options.TlsCertificate.Length == 0) return;
        kestrel.ConfigureHttpsDefaults(https =>
        {
            https.ServerCertificate = X509Certificate2.CreateFromPemFile(options.TlsCertificate, options.TlsKey);
            var chain = new X509Certificate2Collection();
            chain.ImportFromPemFile(options.TlsCertificate);
            https.ServerCertificateChain = chain;
        });
    }

    private static ForwardedHeadersOptions Forwarding(FareboxOptions options)
    {
        var forwarding = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = null,
        };
        forwarding.KnownProxies.Clear();
        forwarding.KnownIPNetworks.Clear();
        foreach (var entry in options.TrustedProxies)
        {
            if (System.Net.IPAddress.TryParse(entry, out var address)) forwarding.KnownProxies.Add(address);
            else forwarding.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(entry));
        }

        return forwarding;
    }

    private static void ConfigureLogging(ILoggingBuilder logging, FareboxOptions options)
    {
        logging.ClearProviders();
        logging.SetMinimumLevel(Enum.Parse<LogLevel>(options.LogLevel, ignoreCase: true));

        // No line per call: what people need of a call is its usage record.
        logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("System", LogLevel.Warning);

        // Says nothing that the outer ring does not, and as long as it may, every request carries an activity and a log scope.
        logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        if (options.LogFormat == "json") logging.AddJsonConsole(console => console.UseUtcTimestamp = true);
        else logging.AddConsole(console => console.FormatterName = LineFormatter.FormatterName).AddConsoleFormatter<LineFormatter, ConsoleFormatterOptions>();

        // Standard output is for people and pipes; logs go beside it.
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }
}
