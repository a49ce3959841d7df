namespace Kite.Api.Kinds.FlowControl;

/// <summary>Deals every flow a small hand of a level's queues, so that two flows seldom share them all.</summary>
public static class ShuffleSharding
{
    /// <summary>How many bits of a hash a deal may use up.</summary>
    public const int MaxHashBits = 60;

    /// <summary>How many queues a level may have.</summary>
    public const int MaxQueues = 10_000_000;

    /// <summary>How many bits a deal uses up.</summary>
    public static int EntropyBits(long deckSize, long handSize) => (int)Math.Ceiling(Math.Log2(deckSize) * handSize);

    /// <summary>Deals as many different cards, each from 0 to below the deck's size, as the hand holds.</summary>
    /// <param name="hash">Decides which.</param>
    /// <param name="deckSize">How many cards there are; at least as many as the hand holds.</param>
    /// <param name="hand">Where they are dealt to.</param>
    public static void Deal(ulong hash, int deckSize, Span<int> hand)
    {
        for (var dealt = 0; dealt < hand.Length; dealt++)
        {
            var (rest, card) = Math.DivRem(hash, (ulong)(deckSize - dealt));
            hash = rest;
            hand[dealt] = (int)card;
        }
        // A card is a place among those not dealt yet; from the last to the first it becomes one of the whole deck.
        for (var i = hand.Length - 1; i > 0; i--)
        {
            for (var j = i - 1; j >= 0; j--)
            {
                if (hand[i] >= hand[j]) hand[i]++;
            }
        }
    }
}
