using Kite.ApiServer.Authentication;
using Kite.ApiServer.FlowControl.Queueing;
using Kite.ApiServer.Pipeline;

namespace Kite.ApiServer.FlowControl;

/// <summary>The flow schemas in the order in which they are asked, and the levels they lead to, as they were at one moment.</summary>
/// <param name="SchemasVersion">The version of the schemas it was made of.</param>
/// <param name="LevelsVersion">The version of the levels it was made of.</param>
/// <param name="Schemas">The schemas whose level exists, the first to be asked first; the last matches everything.</param>
/// <param name="Levels">The levels by name.</param>
internal sealed record FlowSnapshot(long SchemasVersion, long LevelsVersion, FlowSchemaEntry[] Schemas, IReadOnlyDictionary<string, PriorityLevel> Levels)
{
    /// <summary>The schema that a request belongs to.</summary>
    public FlowSchemaEntry Classify(UserInfo user, RequestInfo request)
    {
        foreach (var schema in Schemas)
        {
            if (schema.Matches(user, request)) return schema;
        }
        // Users without the groups that everybody has.
        return Schemas[^1];
    }
}
