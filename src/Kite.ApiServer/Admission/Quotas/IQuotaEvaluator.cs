using System.Text.Json.Nodes;
using Kite.ApiServer.Admission.Resources;

namespace Kite.ApiServer.Admission.Quotas;

/// <summary>Knows what objects of one resource use of which quotas.</summary>
internal interface IQuotaEvaluator
{
    /// <summary>The <c>plural.group</c> that it counts.</summary>
    string GroupResource { get; }

    /// <summary>True where objects count alike whatever they say, so that nobody has to read them.</summary>
    bool CountsBlindly => false;

    /// <summary>True where the write may use more than before.</summary>
    bool Concerns(AdmissionRequest request);

    /// <summary>True where a quota of that name is used by objects of the resource.</summary>
    bool Counts(string quota);

    /// <summary>True where an object is one that the scope is about.</summary>
    bool Fits(QuotaScope scope, JsonObject item) => false;

    /// <summary>What an object uses, by the name of the quota.</summary>
    ResourceAmounts Usage(JsonObject item);

    /// <summary>What an object has to say but doesn't because quotas of these names hold, as messages have it (<c>must specify cpu for: c1</c>); null where nothing is missing.</summary>
    string? Missing(IReadOnlyCollection<string> quotas, JsonObject item) => null;
}
