// An ASP.NET Core application that hosts Farebox beside its own routes. Run it with: dotnet run --project samples/Hosting
using Farebox.Server;
using Farebox.Server.Platform.Options;

var (options, errors) = OptionsLoader.Load([]); // farebox.json and FAREBOX_…, as `farebox serve` reads them
if (errors.Count > 0)
{
    foreach (var error in errors) Console.Error.WriteLine(error);
    return 2;
}

var builder = WebApplication.CreateBuilder(args);
builder.WebHost.UseUrls(options.Listen); // where to listen is the application's own choice, as are TLS, proxies, CORS and logs
builder.Services.AddFarebox(options);

var app = builder.Build();
app.MapGet("/", () => "This is the application's own page.");
app.MapGet("/v1/hello", () => "A route of the application's, in the midst of Farebox's.");
app.MapFarebox();
app.Run();
return 0;
