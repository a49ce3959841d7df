using Kite.Api.Models.CoreV1;

namespace Kite.ControlPlane.Controllers.Nodes;

/// <summary>What controllers ask of a node.</summary>
internal static class NodeStates
{
    /// <summary>The condition of a type, or null.</summary>
    internal static NodeCondition? Condition(this Node node, string type) => node.Status.Conditions.FirstOrDefault(condition => condition.Type == type);
}
