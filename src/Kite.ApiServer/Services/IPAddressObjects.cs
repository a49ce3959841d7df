using System.Text.Json.Nodes;
using Kite.Api.Codecs;
using Kite.Api.Kinds;
using Kite.Api.Meta;
using Kite.Api.Models.NetworkingV1;
using Kite.ApiServer.WatchCache;
using Kite.Storage;

namespace Kite.ApiServer.Services;

/// <summary>The IPAddress objects that say which Service has which cluster IP; written and removed together with the Service.</summary>
internal sealed class IPAddressObjects(ResourceCaches caches, TimeProvider time)
{
    /// <summary>Who manages the objects of Services, as their label says.</summary>
    public const string Manager = "ipallocator.k8s.io";

    /// <summary>The label that says so.</summary>
    public const string ManagedBy = "ipaddress.kubernetes.io/managed-by";

    /// <summary>The label of the address family.</summary>
    public const string Family = "ipaddress.kubernetes.io/ip-family";

    private ResourceCache Cache => caches.Of(IPAddress.Resource);

    /// <summary>True where there is an object of an address, whoever has made it.</summary>
    public bool Exists(string address) => Cache.Get(new ObjectKey("", address)) is not null;

    /// <summary>The write that makes the object of an address that a Service gets.</summary>
    public StoreWrite Create(string address, ObjectKey service) =>
        new(StorePath.Of(IPAddress.Resource, new ObjectKey("", address)), JsonCodec.ToUtf8(Build(address, service)), ExpectedRevision: 0);

    /// <summary>The write that removes the object of an address that a Service had; null where there is none, or where it isn't for us to remove it at once.</summary>
    public StoreWrite? Remove(string address, ObjectKey service)
    {
        if (Cache.Get(new ObjectKey("", address)) is not { } found) return null;
        var value = JsonCodec.ParseObject(found.Json.Span);
        var isOurs = found.Labels.GetValueOrDefault(ManagedBy) == Manager && IsOf(value, service) && value.Metadata().IsEmpty("finalizers");
        return isOurs ? new StoreWrite(StorePath.Of(IPAddress.Resource, found.Key), null, found.ResourceVersion) : null;
    }

    private static bool IsOf(JsonObject value, ObjectKey service)
    {
        var parent = value.Object("spec").Object("parentRef");
        return parent.Text("group").Length == 0 && parent.Text("resource") == "services" && parent.Text("namespace") == service.Namespace && parent.Text("name") == service.Name;
    }

    private JsonObject Build(string address, ObjectKey service)
    {
        var now = Timestamps.Format(time.GetUtcNow());
        return new JsonObject
        {
            ["kind"] = "IPAddress",
            ["apiVersion"] = "networking.k8s.io/v1",
            ["metadata"] = new JsonObject
            {
                ["name"] = address,
                ["uid"] = Guid.NewGuid().ToString(),
                ["creationTimestamp"] = now,
                ["labels"] = new JsonObject { [Family] = ServiceFamilies.Of(address), [ManagedBy] = Manager },
                ["managedFields"] = new JsonArray(Owner(now)),
            },
            ["spec"] = new JsonObject
            {
                ["parentRef"] = new JsonObject { ["resource"] = "services", ["namespace"] = service.Namespace, ["name"] = service.Name },
            },
        };
    }

    private static JsonObject Owner(string now) => new()
    {
        ["manager"] = "kube-apiserver",
        ["operation"] = "Update",
        ["apiVersion"] = "networking.k8s.io/v1",
        ["time"] = now,
        ["fieldsType"] = "FieldsV1",
        ["fieldsV1"] = new JsonObject
        {
            ["f:metadata"] = new JsonObject { ["f:labels"] = new JsonObject { ["."] = new JsonObject(), ["f:" + Family] = new JsonObject(), ["f:" + ManagedBy] = new JsonObject() } },
            ["f:spec"] = new JsonObject
            {
                ["f:parentRef"] = new JsonObject { ["."] = new JsonObject(), ["f:name"] = new JsonObject(), ["f:namespace"] = new JsonObject(), ["f:resource"] = new JsonObject() },
            },
        },
    };
}
