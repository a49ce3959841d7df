using System.Text.Json.Nodes;
using Kite.Api.Kinds;
using Kite.Api.Meta;
using Kite.ApiServer.Admission.Resources;
using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.Admission.Quotas;

/// <summary>A write that quotas have been charged for; disposed when the write has ended, whether it succeeded or not.</summary>
internal sealed class QuotaCharge(QuotaLedger ledger, IQuotaEvaluator evaluator, ObjectKey key, JsonObject item, ResourceAmounts delta, bool isCreate) : IDisposable
{
    /// <summary>The namespace charged.</summary>
    public string Namespace => key.Namespace;

    /// <summary>The object as it is to be stored.</summary>
    public JsonObject Item => item;

    /// <summary>What it uses more than before.</summary>
    public ResourceAmounts Delta => delta;

    /// <summary>True where the charge is for objects that the evaluator counts.</summary>
    public bool IsOf(IQuotaEvaluator other) => other.GroupResource == evaluator.GroupResource;

    /// <summary>True where the object is counted among the stored ones; of an update nobody can tell.</summary>
    public bool IsStored(ResourceCache cache) => isCreate && cache.Get(key)?.Uid is { } uid && uid == Uid;

    /// <inheritdoc/>
    public void Dispose() => ledger.Settle(this, evaluator.GroupResource);

    private string Uid => item.Object("metadata").Text("uid");
}
