using Farebox.Server.Accounts.SignIn;
using Farebox.Server.Accounts.Users;
using Microsoft.AspNetCore.Cryptography.KeyDerivation;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Farebox.Server.Tests.Accounts.SignIn;

/// <summary>What the other tests of accounts do not see, as their servers make it cheaper.</summary>
public sealed class IdentitySetupTests
{
    [Fact]
    public void Password_IsHashed_AsOftenAsOwaspAsks_ByHmacSha512()
    {
        using var services = new ServiceCollection().AddLogging().AddUsers().BuildServiceProvider();
        var hash = Convert.FromBase64String(services.GetRequiredService<IPasswordHasher<User>>().HashPassword(new User { Id = "user_1", Email = "ada@example.org", CreatedAt = 0 }, "correct horse"));

        // Identity's third format: its number, the function, the iterations, the salt's length; big-endian.
        Assert.Equal(1, hash[0]);
        Assert.Equal((KeyDerivationPrf.HMACSHA512, 210_000), ((KeyDerivationPrf)hash[4], (hash[5] << 24) | (hash[6] << 16) | (hash[7] << 8) | hash[8]));
    }
}
