using System.Text.Json.Nodes;

namespace Kite.Api.Kinds;

/// <summary>The status of an object that nobody has looked at yet. It is there from the start, so that clients find what they read and patches what they add to.</summary>
internal static class EmptyStatus
{
    /// <summary>The status of new objects of a kind.</summary>
    internal static JsonObject Of(KindTraits traits)
    {
        var status = new JsonObject();
        foreach (var entry in traits.StatusFields)
        {
            var equals = entry.IndexOf('=');
            if (equals < 0) status[entry] = new JsonObject();
            else status[entry[..equals]] = JsonNode.Parse(entry[(equals + 1)..]);
        }
        return status;
    }
}
