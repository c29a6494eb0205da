namespace Farebox.Server.Budgets;

/// <summary>Up to where something was told. Whoever moves it on has to tell what it passed.</summary>
internal sealed class SpendMark(long value)
{
    private long _value = value;

    public long Value => Volatile.Read(ref _value);

    /// <summary>True for one caller only.</summary>
    public bool TryMove(long from, long to) => Interlocked.CompareExchange(ref _value, to, from) == from;

    /// <summary>Puts it back, so that the next one tells it again.</summary>
    public void Reset(long value) => Volatile.Write(ref _value, value);
}
