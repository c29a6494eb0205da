using Farebox.Cli.Connecting;
using Farebox.Cli.Profiles;
using Farebox.Cli.Terminal;

namespace Farebox.Cli.Tests.Connecting;

/// <summary>The matrix of who is sent where. A wrong row here leaks a key.</summary>
public sealed class ConnectionResolverTests
{
    private const string Fbx = "sk-fbx-mine";
    private const string Fba = "sk-fba-mine";
    private const string OpenAI = "sk-proj-theirs";
    private const string Other = "gsk_others";
    private const string Default = "http://127.0.0.1:8420/v1";
    private const string OpenAIUrl = "https://api.openai.com/v1";
    private const string Kept = "sk-fbx-kept";
    private const string None = "(refused)";

    /// <summary>Profile, --base-url, FAREBOX_API_KEY, FAREBOX_BASE_URL, OPENAI_API_KEY, OPENAI_BASE_URL; then address and credential.</summary>
    public static TheoryData<bool, string?, string?, string?, string?, string?, string, string> Rows() => new()
    {
        // FAREBOX_API_KEY alone, and with each address.
        { false, null, Fbx, null, null, null, Default, Fbx },
        { true, null, Fbx, null, null, null, "http://kept/v1", Fbx },
        { false, null, Fbx, "http://own", null, null, "http://own/v1", Fbx },
        { false, "http://typed", Fbx, "http://own", null, null, "http://typed/v1", Fbx },
        { false, null, Fbx, null, null, "http://shared", "http://shared/v1", Fbx },
        { false, null, Fbx, null, Fbx, "http://shared", "http://shared/v1", Fbx },
        // OPENAI_BASE_URL that stands for another provider is not for Farebox's key.
        { false, null, Fbx, null, OpenAI, OpenAIUrl, Default, Fbx },
        { false, null, Fbx, null, null, OpenAIUrl, Default, Fbx },
        { false, null, Fbx, null, Other, "https://api.other.example/openai/v1", Default, Fbx },
        { false, null, Fbx, null, OpenAI, null, Default, Fbx },
        { false, OpenAIUrl, Fbx, null, null, null, None, "" },
        { false, null, Fbx, OpenAIUrl, null, null, None, "" },
        // A key of OpenAI's in FAREBOX_API_KEY goes only where it was named to.
        { false, null, OpenAI, null, null, null, None, "" },
        { false, "http://typed", OpenAI, null, null, null, "http://typed/v1", OpenAI },
        { false, null, OpenAI, "http://own", null, null, "http://own/v1", OpenAI },
        { false, null, Other, null, null, null, Default, Other },
        // OPENAI_API_KEY alone: by its shape.
        { false, null, null, null, Fbx, null, Default, Fbx },
        { true, null, null, null, Fbx, null, "http://kept/v1", Fbx },
        { false, null, null, null, OpenAI, null, OpenAIUrl, OpenAI },
        { true, null, null, null, OpenAI, null, OpenAIUrl, OpenAI },
        { false, null, null, null, "sk-unknown", null, OpenAIUrl, "sk-unknown" },
        { false, null, null, null, Other, null, None, "" },
        { false, null, null, null, "sk-ant-x", null, None, "" },
        // With OPENAI_BASE_URL: its own address.
        { false, null, null, null, OpenAI, "http://proxy", "http://proxy/v1", OpenAI },
        { false, null, null, null, Other, "https://api.other.example/v1", "https://api.other.example/v1", Other },
        { false, null, null, null, Fbx, "http://shared", "http://shared/v1", Fbx },
        { true, null, null, null, Fbx, OpenAIUrl, None, "" },
        // With FAREBOX_BASE_URL: Farebox's keys only, else the profile's.
        { false, null, null, "http://own", Fbx, null, "http://own/v1", Fbx },
        { false, null, null, "http://own", OpenAI, null, None, "" },
        { false, null, null, "http://own", Other, null, None, "" },
        { true, null, null, "http://kept", OpenAI, null, "http://kept/v1", Kept },
        { false, null, null, "http://own", OpenAI, OpenAIUrl, None, "" },
        { false, null, null, "http://both", OpenAI, "http://both", "http://both/v1", OpenAI },
        // With --base-url: what may be meant for it.
        { false, "http://typed", null, null, Fbx, null, "http://typed/v1", Fbx },
        { false, OpenAIUrl, null, null, OpenAI, null, OpenAIUrl, OpenAI },
        { false, "http://typed", null, null, OpenAI, null, None, "" },
        { false, "http://typed", null, null, Other, null, "http://typed/v1", Other },
        { false, "http://typed", null, null, "sk-unknown", null, "http://typed/v1", "sk-unknown" },
        { false, Default, null, null, Other, null, None, "" },
        { true, "http://kept", null, null, Other, null, "http://kept/v1", Kept },
        { false, OpenAIUrl, null, null, Fbx, null, None, "" },
        { false, "http://typed", null, null, OpenAI, "http://typed", "http://typed/v1", OpenAI },
        // Nothing set: the profile, for its own address only.
        { true, null, null, null, null, null, "http://kept/v1", Kept },
        { true, "http://kept/v1/", null, null, null, null, "http://kept/v1", Kept },
        { true, "http://elsewhere", null, null, null, null, None, "" },
        { true, null, null, "http://elsewhere", null, null, None, "" },
        { true, null, null, null, null, "http://elsewhere", None, "" },
        { false, null, null, null, null, null, None, "" },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void Caller_OfEachMix_GoesWhereItBelongs(
        bool profile, string? option, string? fareboxKey, string? fareboxUrl, string? openAIKey, string? openAIUrl,
        string address, string credential)
    {
        var resolver = Resolver(profile, option, ("FAREBOX_API_KEY", fareboxKey), ("FAREBOX_BASE_URL", fareboxUrl),
            ("OPENAI_API_KEY", openAIKey), ("OPENAI_BASE_URL", openAIUrl));

        if (address == None)
        {
            var refused = Assert.Throws<UsageException>(() => resolver.ForCaller());
            foreach (var secret in new[] { fareboxKey, openAIKey }.OfType<string>())
                Assert.DoesNotContain(secret, refused.Message, StringComparison.Ordinal);
            return;
        }
        var connection = resolver.ForCaller();
        Assert.Equal((address, credential), (connection.BaseUrl, connection.Credential));
    }

    [Theory]
    [InlineData(false, null, Fba, null, null, null, Default, Fba)]
    [InlineData(true, null, Fba, null, null, null, "http://kept/v1", Fba)]
    [InlineData(false, "http://typed", Fba, null, null, null, "http://typed/v1", Fba)]
    [InlineData(false, null, Fba, "http://own", null, null, "http://own/v1", Fba)]
    [InlineData(false, null, Fba, null, null, "http://shared", "http://shared/v1", Fba)]
    [InlineData(false, null, Fba, null, OpenAI, OpenAIUrl, Default, Fba)]
    [InlineData(false, OpenAIUrl, Fba, null, null, null, None, "")]
    [InlineData(true, null, null, null, OpenAI, OpenAIUrl, "http://kept/v1", "sk-fba-kept")]
    [InlineData(true, null, null, null, null, null, "http://kept/v1", "sk-fba-kept")]
    [InlineData(true, "http://typed", null, null, null, null, None, "")]
    [InlineData(false, null, null, null, Fbx, null, None, "")]
    public void Admin_OfEachMix_GoesWhereItBelongs(
        bool profile, string? option, string? adminKey, string? fareboxUrl, string? openAIKey, string? openAIUrl,
        string address, string credential)
    {
        var resolver = Resolver(profile, option, ("FAREBOX_ADMIN_KEY", adminKey), ("FAREBOX_BASE_URL", fareboxUrl),
            ("OPENAI_API_KEY", openAIKey), ("OPENAI_BASE_URL", openAIUrl));

        if (address == None)
        {
            Assert.Throws<UsageException>(() => resolver.ForAdmin());
            return;
        }
        var connection = resolver.ForAdmin();
        Assert.Equal((address, credential), (connection.BaseUrl, connection.Credential));
    }

    [Theory]
    [InlineData(OpenAI, null, OpenAIUrl)]
    [InlineData(OpenAI, "http://typed", "http://typed/v1")]
    [InlineData(Fbx, null, "http://kept/v1")]
    [InlineData(Other, "https://api.other.example/v1", "https://api.other.example/v1")]
    [InlineData(Other, null, None)]
    [InlineData("two words", "http://typed", None)]
    public void Typed_Key_GoesToTheAddressBesideItOrToItsMaker(string key, string? option, string address)
    {
        var resolver = Resolver(profile: true, option, ("FAREBOX_BASE_URL", null));

        if (address == None)
            Assert.Throws<UsageException>(() => resolver.ForTyped(key, "the argument"));
        else
            Assert.Equal(address, resolver.ForTyped(key, "the argument").BaseUrl);
    }

    [Fact]
    public void Farebox_WithAnothersKeyInTheEnvironment_UsesTheProfile()
    {
        var connection = Resolver(profile: true, null, ("OPENAI_API_KEY", OpenAI)).ForFarebox();

        Assert.Equal(("http://kept/v1", Kept, "proj_kept"), (connection.BaseUrl, connection.Credential, connection.ProjectId));
    }

    [Fact]
    public void Reader_WithoutAdminKey_UsesTheApiKey() =>
        Assert.Equal(Fbx, Resolver(profile: false, null, ("FAREBOX_API_KEY", Fbx)).ForReader().Credential);

    [Fact]
    public void Profile_IdsStayWithItsOwnCredential()
    {
        Assert.Equal("org_kept", Resolver(profile: true, null).ForAdmin().OrganizationId);
        Assert.Null(Resolver(profile: true, null, ("FAREBOX_ADMIN_KEY", Fba)).ForAdmin().OrganizationId);
    }

    [Fact]
    public void Connection_AsText_HidesTheCredential() =>
        Assert.DoesNotContain(Fbx, Resolver(profile: false, null, ("FAREBOX_API_KEY", Fbx)).ForCaller().ToString(), StringComparison.Ordinal);

    private static ConnectionResolver Resolver(bool profile, string? option, params (string Name, string? Value)[] variables)
    {
        var kept = new ServerProfile { AdminKey = "sk-fba-kept", ApiKey = Kept, OrganizationId = "org_kept", ProjectId = "proj_kept" };
        return new ConnectionResolver(
            option,
            name => Array.Find(variables, variable => variable.Name == name).Value,
            profile ? new Profile().With("http://kept/v1", kept) : new Profile());
    }
}
