using Kite.Api.Models.FlowcontrolV1;
using Kite.ApiServer.Authentication;
using Kite.ApiServer.FlowControl.Queueing;
using Kite.ApiServer.Pipeline;

namespace Kite.ApiServer.FlowControl;

/// <summary>A flow schema, ready to be asked.</summary>
internal sealed class FlowSchemaEntry
{
    private readonly FlowRules[] rules;
    private readonly string distinguisher;
    private readonly ulong seed;

    public FlowSchemaEntry(FlowSchema schema, PriorityLevel level, FlowCounters counters)
    {
        Name = schema.Metadata.Name;
        Uid = schema.Metadata.Uid ?? "";
        Precedence = schema.Spec.MatchingPrecedence ?? 0;
        Level = level;
        Counters = counters;
        distinguisher = schema.Spec.DistinguisherMethod?.Type ?? "";
        rules = [.. schema.Spec.Rules.Select(rule => new FlowRules(rule))];
        seed = FlowHash.Of(Name, FlowHash.Seed);
    }

    /// <summary>The schema's name.</summary>
    public string Name { get; }

    /// <summary>The schema's UID.</summary>
    public string Uid { get; }

    /// <summary>Its place in the order: the lowest is asked first.</summary>
    public int Precedence { get; }

    /// <summary>Where its requests go.</summary>
    public PriorityLevel Level { get; }

    /// <summary>What is counted of its requests.</summary>
    public FlowCounters Counters { get; }

    /// <summary>True where a request belongs to the schema.</summary>
    public bool Matches(UserInfo user, RequestInfo request)
    {
        foreach (var rule in rules)
        {
            if (rule.Matches(user, request)) return true;
        }
        return false;
    }

    /// <summary>What tells the flows of the schema apart.</summary>
    public string Distinguish(UserInfo user, RequestInfo request) => distinguisher switch
    {
        "ByUser" => user.Name,
        "ByNamespace" => request.Namespace,
        _ => "",
    };

    /// <summary>The hash of a flow.</summary>
    public ulong FlowOf(string flow) => flow.Length == 0 ? seed : FlowHash.Of(flow, seed);
}
