using System.Net;
using Farebox.Testing.Server;

namespace Farebox.Server.Tests.ConsolePages;

/// <summary>The audit log in the console.</summary>
public sealed class AuditPagesTests : OperatorTest
{
    [Fact]
    public async Task Events_AreFoundByTypeAndObject_AndShownInFull()
    {
        var made = await RunningFarebox.SendAsync(Farebox.Admin, HttpMethod.Post, "/v1/organization/projects", new { name = "<script>alert(1)</script>" });
        var id = made.GetProperty("id").GetString();
        var found = await Browser.OpenAsync($"{Operator}/audit?type=project.created&object={id}");
        var one = Address(found, Operator + "/audit/audit_log-[^\"]+");
        var page = await Browser.OpenAsync(one);
        Assert.Contains(id!, page.Html, StringComparison.Ordinal);
        Assert.Contains("<script>alert(1)</script>", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", page.Sent, StringComparison.Ordinal);
        Assert.Contains("Nothing matches", (await Browser.OpenAsync($"{Operator}/audit?type=project.archived&object={id}")).Html, StringComparison.Ordinal);
        Assert.Contains("role=\"alert\"", (await Browser.OpenAsync(Operator + "/audit?type=no.such")).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chain_IsProved() =>
        Assert.Contains("are as they were written", (await Browser.OpenAsync(Operator + "/audit?prove=yes")).Html, StringComparison.Ordinal);

    [Theory]
    [InlineData("viewer", HttpStatusCode.OK)]
    [InlineData("admin", HttpStatusCode.OK)]
    [InlineData("member", HttpStatusCode.Forbidden)]
    [InlineData("billing", HttpStatusCode.Forbidden)]
    public async Task OrganizationsLog_IsForRolesWithAuditRead(string role, HttpStatusCode status)
    {
        var browser = await SignInAsync(role);
        Assert.Equal(status, (await browser.OpenAsync($"/console/{OrganizationId}/audit")).Status);
    }

    [Fact]
    public async Task EventOfAnotherOrganization_IsNotFound()
    {
        var other = await RunningFarebox.SendAsync(Farebox.Admin, HttpMethod.Post, "/v1/system/organizations", new { name = "other" });
        var path = $"/audit?type=organization.created&object={other.GetProperty("id").GetString()}";
        var one = Address(await Browser.OpenAsync(Operator + path), Operator + "/audit/audit_log-[^\"]+");
        Assert.Equal(HttpStatusCode.OK, (await Browser.OpenAsync(one)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Browser.OpenAsync($"/console/{OrganizationId}/audit/{one.Split('/')[^1]}")).Status);
    }
}
