using System.Text.Json.Nodes;
using Kite.Api.Codecs;
using Kite.Api.Kinds;
using Kite.ApiServer.Admission.Resources;
using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.Admission.Quotas;

/// <summary>A ResourceQuota as it is stored.</summary>
internal sealed class Quota
{
    private readonly JsonObject value;

    /// <summary>Reads it.</summary>
    public Quota(CachedObject stored)
    {
        Stored = stored;
        value = JsonCodec.ParseObject(stored.Json.Span);
        Demanded = ResourceAmounts.Of(value.Object("spec").Object("hard"));
        Hard = ResourceAmounts.Of(value.Object("status").Object("hard"));
        Used = ResourceAmounts.Of(value.Object("status").Object("used"));
        Scopes = QuotaScope.Of(value.Object("spec"));
    }

    /// <summary>What is stored.</summary>
    public CachedObject Stored { get; }

    /// <summary>The name.</summary>
    public string Name => Stored.Key.Name;

    /// <summary>What the spec allows.</summary>
    public ResourceAmounts Demanded { get; }

    /// <summary>What holds: the spec's limits once they have been counted.</summary>
    public ResourceAmounts Hard { get; }

    /// <summary>How much of it is in use.</summary>
    public ResourceAmounts Used { get; }

    /// <summary>Which objects it is about; all of these must fit, none means all objects.</summary>
    public IReadOnlyList<QuotaScope> Scopes { get; }

    /// <summary>True where the quota is about the object.</summary>
    public bool Covers(IQuotaEvaluator evaluator, JsonObject item)
    {
        foreach (var scope in Scopes)
        {
            if (!evaluator.Fits(scope, item)) return false;
        }
        return true;
    }

    /// <summary>The quota with another status, ready to be stored.</summary>
    public byte[] With(ResourceAmounts hard, ResourceAmounts used)
    {
        var changed = (JsonObject)value.DeepClone();
        changed["status"] = new JsonObject { ["hard"] = hard.ToNode(), ["used"] = used.ToNode() };
        changed.Metadata().Remove("resourceVersion");
        return JsonCodec.ToUtf8(changed);
    }
}
