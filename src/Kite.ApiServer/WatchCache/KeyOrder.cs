using Kite.Api.Meta;

namespace Kite.ApiServer.WatchCache;

/// <summary>The order of keys in the store: that of the bytes of <c>namespace/name</c>.</summary>
internal static class KeyOrder
{
    /// <summary>Compares two keys as the store would.</summary>
    public static int Compare(in ObjectKey left, in ObjectKey right)
    {
        if (ReferenceEquals(left.Namespace, right.Namespace) || left.Namespace == right.Namespace) return string.CompareOrdinal(left.Name, right.Name);
        if (right.Namespace.StartsWith(left.Namespace, StringComparison.Ordinal)) return '/'.CompareTo(right.Namespace[left.Namespace.Length]);
        if (left.Namespace.StartsWith(right.Namespace, StringComparison.Ordinal)) return left.Namespace[right.Namespace.Length].CompareTo('/');
        return string.CompareOrdinal(left.Namespace, right.Namespace);
    }
}
