using System.Text.Json.Nodes;
using Kite.Api.Meta;
using Kite.ApiServer.Admission.Resources;

namespace Kite.ApiServer.Admission.Quotas;

/// <summary>Any resource: its objects are counted, as <c>count/plural.group</c>.</summary>
internal sealed class ObjectCountQuota(string groupResource) : IQuotaEvaluator
{
    /// <summary>What the names of counting quotas begin with.</summary>
    public const string Prefix = "count/";

    private static readonly string[] Aliases = ["configmaps", "secrets", "resourcequotas", "replicationcontrollers"];
    private readonly string name = Prefix + groupResource;
    private readonly bool hasAlias = Aliases.Contains(groupResource);

    /// <inheritdoc/>
    public string GroupResource => groupResource;

    /// <inheritdoc/>
    public bool CountsBlindly => true;

    /// <inheritdoc/>
    public bool Concerns(AdmissionRequest request) => request is { Operation: AdmissionOperation.Create, Subresource: "" };

    /// <inheritdoc/>
    public bool Counts(string quota) => quota == name || (hasAlias && quota == groupResource);

    /// <inheritdoc/>
    public ResourceAmounts Usage(JsonObject item) => Of(1);

    /// <summary>What that many objects use.</summary>
    public ResourceAmounts Of(int objects)
    {
        var used = new ResourceAmounts { [name] = Quantity.Of(objects) };
        if (hasAlias) used[groupResource] = Quantity.Of(objects);
        return used;
    }
}
