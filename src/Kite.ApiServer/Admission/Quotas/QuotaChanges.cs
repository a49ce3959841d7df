using Kite.Api.Codecs;
using Kite.Api.Kinds;
using Kite.ApiServer.Admission.Resources;
using Kite.Storage;

namespace Kite.ApiServer.Admission.Quotas;

/// <summary>Which changes call for a new count. Creations don't: they were charged.</summary>
internal static class QuotaChanges
{
    /// <summary>True for a change of a quota that hasn't been counted as it is now.</summary>
    public static bool NeedsCount(StoreEvent change)
    {
        if (change.Value is not { } value) return true;
        var quota = JsonCodec.ParseObject(value);
        return !ResourceAmounts.Of(quota.Object("spec").Object("hard")).SameAs(ResourceAmounts.Of(quota.Object("status").Object("hard")));
    }

    /// <summary>True for a change of another object that may use less than before.</summary>
    public static bool MayFree(ReadOnlySpan<char> groupResource, StoreEvent change)
    {
        if (change.Value is not { } value) return true;
        if (change.PreviousRevision == 0) return false;
        return groupResource switch
        {
            "pods" => MayHaveEnded(value),
            "services" or "persistentvolumeclaims" => true,
            _ => false,
        };
    }

    // Without reading it: pods change often, and a count too many does no harm.
    private static bool MayHaveEnded(ReadOnlySpan<byte> pod) =>
        pod.IndexOf("\"phase\":\"Succeeded\""u8) >= 0 || pod.IndexOf("\"phase\":\"Failed\""u8) >= 0 || pod.IndexOf("\"resize\""u8) >= 0;
}
