namespace Kite.Api.Cel.Values;

/// <summary>A list of the first values of an array.</summary>
internal sealed class ArrayList(CelValue[] values, int count) : CelList
{
    public override int Count => count;

    public override CelValue this[int index] => values[index];
}
