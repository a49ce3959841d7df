using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Defaulting;

/// <summary>The defaults of the storage group.</summary>
internal static class StorageDefaults
{
    internal static void ApplyClass(JsonObject storageClass)
    {
        storageClass.DefaultTo("reclaimPolicy", "Delete");
        storageClass.DefaultTo("volumeBindingMode", "Immediate");
    }

    internal static void ApplyDriver(JsonObject driver)
    {
        var spec = driver.ObjectOrNew("spec");
        spec.DefaultTo("attachRequired", true);
        spec.DefaultTo("podInfoOnMount", false);
        spec.DefaultTo("storageCapacity", false);
        spec.DefaultTo("fsGroupPolicy", "ReadWriteOnceWithFSType");
        if (spec.IsEmpty("volumeLifecycleModes")) spec["volumeLifecycleModes"] = new JsonArray("Persistent");
        spec.DefaultTo("requiresRepublish", false);
        spec.DefaultTo("seLinuxMount", false);
    }
}
