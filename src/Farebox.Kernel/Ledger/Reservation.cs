using System.Runtime.CompilerServices;
using Farebox.Kernel.Money;

namespace Farebox.Kernel.Ledger;

/// <summary>
/// Legs that <see cref="LedgerRules.TryReserve"/> took, until they are posted or voided, exactly once. Not sealed: the server's
/// reservations know what of them is on disk.
/// </summary>
public class Reservation
{
    private const int Few = 4;

    // Most calls reserve an organization's credit and a few budgets: those need no array.
    private readonly FewLegs _few;
    private readonly Leg[]? _many;
    private readonly int _count;
    private volatile ReservationState _state;

    /// <param name="reserved">What was just reserved.</param>
    public Reservation(ReadOnlySpan<Leg> reserved)
    {
        _count = reserved.Length;
        if (_count > Few) _many = reserved.ToArray();
        else reserved.CopyTo(_few);
    }

    /// <summary>In the order in which they were reserved.</summary>
    public ReadOnlySpan<Leg> Legs => _many ?? ((ReadOnlySpan<Leg>)_few)[.._count];

    /// <summary>May be read from any thread.</summary>
    public ReservationState State => _state;

    /// <summary>What was posted to the legs that count money; zero until then.</summary>
    public NanoUsd Charge { get; private set; }

    /// <summary>What is posted of a leg: the charge of a money leg, the whole of any other, nothing of a voided one.</summary>
    public long PostedOf(in Leg leg) =>
        _state != ReservationState.Posted ? 0 : leg.Debit.Unit == LedgerUnit.NanoUsd ? Charge.Value : leg.Amount;

    internal void Resolve(ReservationState state, NanoUsd charge)
    {
        Charge = charge;
        _state = state;
    }

    [InlineArray(Few)]
    private struct FewLegs
    {
        private Leg _first;
    }
}
