using Farebox.Kernel.Money;

namespace Farebox.Kernel.Pricing;

/// <summary>What is settled for a call.</summary>
/// <param name="Amount">Taken from the organization: never more than the quote.</param>
/// <param name="Overrun">By how much the fare was above the quote, for the operator to see. Nobody pays it.</param>
public readonly record struct Charge(NanoUsd Amount, NanoUsd Overrun)
{
    /// <summary>The charge of a call that was quoted and then used this much.</summary>
    public static Charge Of(NanoUsd quote, Price price, Multipliers multipliers, CallCounts counts)
    {
        NanoUsd fare;
        try
        {
            fare = Fare.Of(price, multipliers, counts);
        }
        catch (OverflowException)
        {
            // An upstream can report any number. The call was made and has to be settled, so it is settled as far above its quote.
            fare = NanoUsd.MaxValue;
        }

        return fare <= quote ? new Charge(fare, NanoUsd.Zero) : new Charge(quote, fare - quote);
    }
}
