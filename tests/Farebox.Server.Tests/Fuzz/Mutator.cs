namespace Farebox.Server.Tests.Fuzz;

/// <summary>Makes a new input out of known ones.</summary>
internal sealed class Mutator(IReadOnlyList<byte[]> corpus, IReadOnlyList<byte[]> words, Random random)
{
    private const int MaxLength = 64 << 10;

    /// <summary>One of the known inputs with one to six changes.</summary>
    public byte[] Next()
    {
        var bytes = Pick(corpus).ToList();
        for (var count = random.Next(1, 7); count > 0 && bytes.Count < MaxLength; count--) Change(bytes);
        return [.. bytes];
    }

    private void Change(List<byte> bytes)
    {
        var at = random.Next(bytes.Count + 1);
        switch (random.Next(8))
        {
            case 0 when at < bytes.Count: bytes[at] ^= (byte)(1 << random.Next(8)); break;
            case 1 when at < bytes.Count: bytes[at] = (byte)random.Next(256); break;
            case 2: bytes.InsertRange(at, Pick(words)); break;
            case 3: bytes.RemoveRange(at, random.Next(Math.Min(32, bytes.Count - at) + 1)); break;
            case 4: bytes.InsertRange(at, Piece([.. bytes])); break;
            case 5: bytes.InsertRange(at, Piece(Pick(corpus))); break;
            case 6: bytes.RemoveRange(at, bytes.Count - at); break;
            default: bytes.InsertRange(at, Enumerable.Repeat(Pick(words), random.Next(1, 65)).SelectMany(word => word)); break;
        }
    }

    private byte[] Piece(byte[] whole)
    {
        var start = random.Next(whole.Length + 1);
        return whole[start..(start + random.Next(whole.Length - start + 1))];
    }

    private byte[] Pick(IReadOnlyList<byte[]> from) => from[random.Next(from.Count)];
}
