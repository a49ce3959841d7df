namespace Kite.Storage.Sqlite;

/// <summary>Orders keys as their UTF-8 bytes would.</summary>
internal static class KeyOrder
{
    public static int Compare(string left, string right)
    {
        int common = left.AsSpan().CommonPrefixLength(right);
        if (common == left.Length || common == right.Length)
        {
            return left.Length - right.Length;
        }

        // UTF-8 orders surrogate pairs after everything else; UTF-16 would put them before U+E000.
        bool leftIsSurrogate = char.IsSurrogate(left[common]);
        return leftIsSurrogate == char.IsSurrogate(right[common]) ? left[common] - right[common] : leftIsSurrogate ? 1 : -1;
    }
}
