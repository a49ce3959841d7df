using System.Text.Json.Nodes;

namespace Kite.ApiServer.Admission;

/// <summary>Which of a plugin's webhooks or policies are to see an object again because others changed it after them; what upstream calls the reinvocation context.</summary>
internal sealed class Reinvocations
{
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);
    private readonly HashSet<string> due = new(StringComparer.Ordinal);
    private JsonNode? output;

    /// <summary>True for one that is to be called in the second turn.</summary>
    public bool IsDue(string id) => due.Contains(id);

    /// <summary>One that wants to be called again has been called.</summary>
    public void Seen(string id) => seen.Add(id);

    /// <summary>The object has changed: all that have been called and want to be called again are due.</summary>
    public void Changed()
    {
        due.UnionWith(seen);
        seen.Clear();
    }

    /// <summary>The second turn begins; whoever changed the object since the end of the first counts too.</summary>
    public void Begin(JsonObject? current)
    {
        if (seen.Count > 0 && !JsonNode.DeepEquals(output, current)) Changed();
    }

    /// <summary>The plugin's turn ends with the object as it is.</summary>
    public void End(JsonObject? current) => output = seen.Count > 0 ? current?.DeepClone() : null;
}
