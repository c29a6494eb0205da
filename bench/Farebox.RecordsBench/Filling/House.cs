using Farebox.Kernel.Credentials;

namespace Farebox.RecordsBench.Filling;

/// <summary>Who calls: an organization with its share of all records, its projects, keys, models and users. The same for a seed.</summary>
internal sealed class House
{
    /// <summary>Keys of the largest organization, by its number; the last project has one key, which is hardly used.</summary>
    public const string RareProject = "proj_rare00000000000000000";
    public const string RareKey = "key_rare000000000000000000";
    public const string RareModel = "model-rare";
    public const int RareCalls = 200;

    private const int ModelCount = 30;

    private readonly Random _random;
    private readonly Grant[] _keys;
    private readonly string[][] _models;
    private readonly double[] _weights;

    public House(int number, double share, int projects, int keys, int users, Random random)
    {
        (Id, Share, _random, Users) = (IdOf(number), share, random, users);
        _keys = [.. Enumerable.Range(0, keys).Select(key => GrantOf(number, key, (int)(projects * Math.Pow(random.NextDouble(), 2)))) ];
        _models = [.. Enumerable.Range(0, keys).Select(_ => Enumerable.Range(0, random.Next(1, 5)).Select(_ => ModelOf(random)).ToArray())];

        // A few keys make most of the calls: weight 1/n, summed up for a search.
        _weights = new double[keys];
        var sum = 0.0;
        for (var i = 0; i < keys; i++) _weights[i] = sum += 1.0 / (i + 10);
    }

    public string Id { get; }

    /// <summary>Of all records.</summary>
    public double Share { get; }

    public int Users { get; }

    public Grant RareGrant => _keys[0] with { KeyId = RareKey, ProjectId = RareProject, User = null, TokenId = null };

    public static string IdOf(int number) => $"org_0KZq3vYtJ8mWc5rXb{number:00000}";

    /// <summary>A caller by how much they call, and the model that they ask for.</summary>
    public (Grant Grant, string Model) Next(int day)
    {
        var key = Array.BinarySearch(_weights, _random.NextDouble() * _weights[^1]);
        if (key < 0) key = ~key;
        var models = _models[key];
        var model = models[_random.Next(models.Length)];
        var kind = _random.Next(10);

        // Each key has some users of its own.
        var user = (key * 37) + _random.Next(200);
        var name = kind < 6 ? $"user-{user % Users:000000}" : null;
        var token = kind < 4 ? $"tok_0KZq3vYtJ8mWc{user % Users:00000}{day:0000}" : null;
        return (_keys[key] with { User = name, TokenId = token }, model);
    }

    private static string ModelOf(Random random) => $"model-{(int)(ModelCount * random.NextDouble() * random.NextDouble()):00}";

    private static Grant GrantOf(int organization, int key, int project) => new()
    {
        Kind = CredentialKind.ApiKey, KeyId = $"key_0KZq3vYtJ8mW{organization:00}{key:00000000}", SecretId = "secret", OrganizationId = IdOf(organization),
        ProjectId = $"proj_0KZq3vYtJ8mW{organization:00}{project:00000000}", Name = "bench", Scopes = Scopes.RequestChat, Models = ModelSet.All,
    };
}
