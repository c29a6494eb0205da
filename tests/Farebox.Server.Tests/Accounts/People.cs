using Dapper;
using Farebox.ConsolePages;
using Farebox.Contracts.Audit;
using Farebox.Server.Accounts.Users;
using Farebox.Server.Platform;
using Farebox.Server.Storage;
using Farebox.Testing.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.Tests.Accounts;

/// <summary>People with accounts, as tests need them: made without an invitation, signed in with a browser, and calling the API as pages do.</summary>
internal static class People
{
    /// <summary>Of everybody here.</summary>
    public static string Password { get; } = TestRecords.Secret("correct horse " + Guid.NewGuid().ToString("N"));

    /// <summary>Makes an account, as a member of an organization if one is named; its id.</summary>
    public static async Task<string> AddAsync(RunningFarebox farebox, string email, string? organizationId = null, string role = "member", bool isOperator = false)
    {
        await using var scope = farebox.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<User>>();
        var user = new User
        {
            Id = farebox.Services.GetRequiredService<IdSource>().Next("user_"), Email = email, EmailConfirmed = true, Name = email.Split('@')[0],
            IsOperator = isOperator, CreatedAt = 1, ConcurrencyStamp = Guid.NewGuid().ToString("N"), Change = new UserChange(Actor.Server, AuditEventTypes.UserAdded),
        };
        Assert.True((await users.CreateAsync(user, Password)).Succeeded);
        if (organizationId is not null) await JoinAsync(farebox, user.Id, organizationId, role);
        return user.Id;
    }

    public static Task JoinAsync(RunningFarebox farebox, string userId, string organizationId, string role) =>
        farebox.Services.GetRequiredService<Database>().UpkeepAsync(connection => connection.Execute(
            "INSERT INTO members (organization_id, user_id, role, added_at) VALUES (@organizationId, @userId, @role, 1000)", new { organizationId, userId, role }));

    /// <summary>A browser in which they are signed in.</summary>
    public static async Task<Browser> SignInAsync(RunningFarebox farebox, string email)
    {
        var browser = new Browser(farebox.BaseUrl);
        var sent = await browser.SendAsync("/console/sign-in", new() { ["email"] = email, ["password"] = Password });
        Assert.Equal("/console", sent.Location);
        return browser;
    }

    /// <summary>A client that calls the API as that browser's pages do in an organization; null when they belong to none of this id.</summary>
    public static async Task<HttpClient?> ActAsync(RunningFarebox farebox, Browser browser, string organizationId)
    {
        var visitors = (ConsoleVisitors)farebox.Services.GetRequiredService<IVisitors>();
        var context = new DefaultHttpContext();
        context.Request.Headers.Cookie = $"farebox={browser.Cookies["farebox"]!.Value}";
        var visitor = await visitors.FindAsync(context);
        return visitor?.Organizations.FirstOrDefault(member => member.Id == organizationId) is { } organization
            ? farebox.With(visitors.Issue(context, visitor, organization).Credential)
            : null;
    }
}
