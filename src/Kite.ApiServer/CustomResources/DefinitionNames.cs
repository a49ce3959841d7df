using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.ApiServer.CustomResources;

/// <summary>Grants definitions the names they ask for: of one group's definitions, whoever asks first has a name, and keeps it while it asks for it.</summary>
internal static class DefinitionNames
{
    /// <summary>Brings the accepted names, and the conditions that tell of them, up to date.</summary>
    /// <param name="definition">The definition; its status changes.</param>
    /// <param name="taken">The accepted names of all definitions of the group, this one's included.</param>
    /// <param name="now">When.</param>
    public static void Accept(JsonObject definition, IEnumerable<JsonObject> taken, DateTimeOffset now)
    {
        var wanted = definition.Object("spec").Object("names")!;
        var accepted = definition.Object("status").Object("acceptedNames");
        (string Reason, string Message)? conflict = null;
        if (!JsonNode.DeepEquals(wanted, accepted)) (definition.ObjectOrNew("status")["acceptedNames"], conflict) = Grant(wanted, accepted, taken);
        if (conflict is { } found) DefinitionConditions.Set(definition, DefinitionConditions.NamesAccepted, false, found.Reason, found.Message, now);
        else DefinitionConditions.Set(definition, DefinitionConditions.NamesAccepted, true, "NoConflicts", "no conflicts found", now);
        // Once established, a definition is served under the names it got, whatever it asks for later.
        if (DefinitionConditions.IsTrue(definition, DefinitionConditions.Established)) return;
        if (conflict is null) DefinitionConditions.Set(definition, DefinitionConditions.Established, true, "InitialNamesAccepted", "the initial names have been accepted", now);
        else DefinitionConditions.Set(definition, DefinitionConditions.Established, false, "NotAccepted", "not all names are accepted", now);
    }

    private static (JsonObject Names, (string Reason, string Message)? Conflict) Grant(JsonObject wanted, JsonObject? accepted, IEnumerable<JsonObject> taken)
    {
        var resources = new HashSet<string>(StringComparer.Ordinal);
        var kinds = new HashSet<string>(StringComparer.Ordinal);
        foreach (var names in taken)
        {
            resources.UnionWith([names.Text("plural"), names.Text("singular"), .. names.Texts("shortNames")]);
            kinds.UnionWith([names.Text("kind"), names.Text("listKind")]);
        }
        var granted = accepted?.DeepClone() as JsonObject ?? new JsonObject { ["plural"] = "", ["kind"] = "" };
        (string, string)? conflict = null;
        Grant(wanted, accepted, granted, "plural", "PluralConflict", resources, ref conflict);
        Grant(wanted, accepted, granted, "singular", "SingularConflict", resources, ref conflict);
        if (ShortNameConflict(wanted, accepted, resources) is { } message) conflict = ("ShortNamesConflict", message);
        else Copy(wanted, granted, "shortNames");
        Grant(wanted, accepted, granted, "kind", "KindConflict", kinds, ref conflict);
        Grant(wanted, accepted, granted, "listKind", "ListKindConflict", kinds, ref conflict);
        Copy(wanted, granted, "categories");
        return (granted, conflict);
    }

    private static void Grant(JsonObject wanted, JsonObject? accepted, JsonObject granted, string field, string reason, HashSet<string> used, ref (string, string)? conflict)
    {
        var name = wanted.Text(field);
        if (name != accepted.Text(field) && used.Contains(name)) conflict = (reason, $"\"{name}\" is already in use");
        else Copy(wanted, granted, field);
    }

    private static string? ShortNameConflict(JsonObject wanted, JsonObject? accepted, HashSet<string> used)
    {
        var own = accepted.Texts("shortNames").Append(accepted.Text("plural")).Append(accepted.Text("singular")).ToHashSet(StringComparer.Ordinal);
        var conflicts = wanted.Texts("shortNames").Where(name => !own.Contains(name) && used.Contains(name)).Distinct().Select(name => $"\"{name}\" is already in use").ToArray();
        return conflicts.Length switch
        {
            0 => null,
            1 => conflicts[0],
            _ => $"[{string.Join(", ", conflicts)}]",
        };
    }

    private static void Copy(JsonObject from, JsonObject to, string field)
    {
        if (from[field] is { } value) to[field] = value.DeepClone();
        else to.Remove(field);
    }
}
