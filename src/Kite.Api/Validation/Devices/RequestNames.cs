using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Validation.Devices;

/// <summary>The names of a claim's requests, as its other parts refer to them: <c>request</c>, or <c>request/alternative</c>.</summary>
internal sealed class RequestNames
{
    private const int MaxReferences = 32;
    private const string Unknown = "must be the name of a request in the claim or the name of a request and a subrequest separated by '/'";
    private readonly HashSet<string> names = new(StringComparer.Ordinal);

    internal static RequestNames Of(JsonObject? devices)
    {
        var known = new RequestNames();
        foreach (var request in devices.Objects("requests"))
        {
            known.names.Add(request.Text("name"));
            foreach (var alternative in request.Objects("firstAvailable")) known.names.Add($"{request.Text("name")}/{alternative.Text("name")}");
        }
        return known;
    }

    /// <summary>Checks the list <c>requests</c> of something that refers to some.</summary>
    internal void Validate(JsonObject holder, FieldPath path, FieldErrors errors)
    {
        var count = holder.Array("requests")?.Count ?? 0;
        if (count > MaxReferences) errors.TooMany(path, count, MaxReferences);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var at = 0;
        foreach (var name in holder.Texts("requests"))
        {
            if (!seen.Add(name)) errors.Duplicate(path.Item(at), name);
            Validate(name, path.Item(at++), errors);
        }
    }

    /// <summary>Checks one reference.</summary>
    internal void Validate(string name, FieldPath path, FieldErrors errors)
    {
        if (!names.Contains(name)) errors.Invalid(path, name, Unknown);
    }
}
