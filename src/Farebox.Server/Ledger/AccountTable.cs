using System.Runtime.InteropServices;

namespace Farebox.Server.Ledger;

/// <summary>
/// The accounts in memory. Beyond a number of them, each one that comes in sends a hand on around the table (the clock algorithm): an
/// account that is idle and was not used since the hand last came by is put away. Not thread-safe.
/// </summary>
internal sealed class AccountTable(int maxAccounts)
{
    // Looks per account that comes in: bounds the time under the lock. The table may outgrow its bound a little, or while all are held.
    private const int Looks = 64;

    private readonly Dictionary<string, AccountState> _byId = new(StringComparer.Ordinal);
    private readonly List<AccountState> _around = [];
    private int _hand;

    /// <summary>How many there are.</summary>
    public int Count => _around.Count;

    /// <summary>The account, or null when it is not in memory.</summary>
    public AccountState? Find(AccountHandle handle)
    {
        var state = handle.State;
        if (state is null || state.IsPutAway)
        {
            if (!_byId.TryGetValue(handle.Id, out state)) return null;
            handle.State = state;
        }

        state.WasUsed = true;
        return state;
    }

    /// <summary>Takes an account in, which must not be there.</summary>
    public void Add(AccountState state)
    {
        Sweep();
        ref var slot = ref CollectionsMarshal.GetValueRefOrAddDefault(_byId, state.Id, out var exists);
        if (exists) throw new InvalidOperationException($"The account {state.Id} is in memory already.");
        slot = state;
        state.Place = _around.Count;
        state.WasUsed = true;
        _around.Add(state);
    }

    private void Sweep()
    {
        for (var looks = 0; looks < Looks && _around.Count >= maxAccounts; looks++)
        {
            if (_hand >= _around.Count) _hand = 0;
            var state = _around[_hand];
            if (state.IsPinned || state.IsHeld) _hand++;
            else if (state.WasUsed)
            {
                state.WasUsed = false;
                _hand++;
            }
            else PutAway(state);
        }
    }

    private void PutAway(AccountState state)
    {
        state.IsPutAway = true;
        _byId.Remove(state.Id);
        var last = _around[^1];
        _around[state.Place] = last;
        last.Place = state.Place;
        _around.RemoveAt(_around.Count - 1);
    }
}
