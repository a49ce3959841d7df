using System.Text.Json.Nodes;
using Kite.Api.Meta;

namespace Kite.ApiServer.Registry.Subresources;

/// <summary>Workloads as admission sees them through <c>scale</c>.</summary>
/// <param name="read">The <c>Scale</c> of a workload.</param>
/// <param name="write">Takes the replicas of a <c>Scale</c> over into the workload.</param>
internal sealed class ScaleForm(Func<JsonObject, JsonObject> read, Action<JsonObject, JsonObject> write) : IAdmittedForm
{
    /// <inheritdoc/>
    public GroupVersionKind Kind { get; } = new("autoscaling", "v1", "Scale");

    /// <inheritdoc/>
    public JsonObject Read(JsonObject value) => read(value);

    /// <inheritdoc/>
    public void Write(JsonObject form, JsonObject value) => write(form, value);
}
