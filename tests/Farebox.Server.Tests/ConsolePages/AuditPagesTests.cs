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
    public async Task Events_AreOfOrganizations_NamedAndFoundByThem_ForOperatorsAlone()
    {
        var other = await RunningFarebox.SendAsync(Farebox.Admin, HttpMethod.Post, "/v1/system/organizations", new { name = "<b>Acme</b>" });
        var id = other.GetProperty("id").GetString()!;
        Assert.Matches($"href=\"{Operator}/organizations/{OrganizationId}\">\\s*default</a>", (await Browser.OpenAsync(Operator + "/audit")).Sent);
        var found = await Browser.OpenAsync($"{Operator}/audit?organization={id}");
        Assert.Contains("&lt;b&gt;Acme&lt;/b&gt;</a>", found.Sent, StringComparison.Ordinal);
        Assert.DoesNotContain($"/organizations/{OrganizationId}\"", found.Html, StringComparison.Ordinal);
        var one = await Browser.OpenAsync(Address(found, Operator + "/audit/audit_log-[^\"]+"));
        Assert.Contains($"{Operator}/organizations/{id}\"><b>Acme</b></a>", one.Html, StringComparison.Ordinal);
        Assert.Contains("Nothing matches", (await Browser.OpenAsync(Operator + "/audit?organization=org_none")).Html, StringComparison.Ordinal);

        var own = await (await SignInAsync("viewer")).OpenAsync($"/console/{OrganizationId}/audit?organization={id}");
        Assert.Equal(HttpStatusCode.OK, own.Status);
        Assert.DoesNotContain("name=\"organization\"", own.Html, StringComparison.Ordinal);
        Assert.Contains("audit_log-", own.Html, StringComparison.Ordinal);
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
