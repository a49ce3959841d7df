using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Defaulting;

/// <summary>The defaults of limit ranges: limits from maxima, requests from limits and minima.</summary>
internal static class LimitRangeDefaults
{
    internal static void Apply(JsonObject range)
    {
        foreach (var item in range.Object("spec").Objects("limits"))
        {
            if (item.Text("type") != "Container") continue;
            Fill(item, "default", "max");
            Fill(item, "defaultRequest", "default");
            Fill(item, "defaultRequest", "min");
        }
    }

    private static void Fill(JsonObject item, string target, string source)
    {
        if (item.Object(source) is not { Count: > 0 } amounts) return;
        var filled = item.ObjectOrNew(target);
        foreach (var (name, amount) in amounts)
        {
            if (!filled.ContainsKey(name)) filled[name] = amount!.DeepClone();
        }
    }
}
