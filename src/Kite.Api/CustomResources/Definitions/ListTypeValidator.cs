using System.Text.Json.Nodes;
using Kite.Api.Kinds;
using Kite.Api.Validation;

namespace Kite.Api.CustomResources.Definitions;

/// <summary>Checks how a schema node says that lists and maps merge.</summary>
internal sealed class ListTypeValidator(FieldErrors errors)
{
    internal void Validate(JsonObject schema, FieldPath path)
    {
        var type = schema.Text("type");
        if (schema.TextOrNull("x-kubernetes-map-type") is { } map)
        {
            if (type != "object") WrongType(type, "must be object if x-kubernetes-map-type is specified", path);
            if (map is not ("atomic" or "granular")) errors.NotSupported(path.Child("x-kubernetes-map-type"), map, ["atomic", "granular"]);
        }
        var list = schema.TextOrNull("x-kubernetes-list-type");
        var items = schema.Object("items");
        if (list is not null && type != "array") WrongType(type, "must be array if x-kubernetes-list-type is specified", path);
        else if (list == "set" && items is not null) ValidateSetItems(items, path.Child("items"));
        if (list is not (null or "atomic" or "set" or "map")) errors.NotSupported(path.Child("x-kubernetes-list-type"), list, ["atomic", "set", "map"]);
        ValidateKeys(schema, list, items, path);
        if (list is "set" or "map" && items is not null) ValidateRequiredKeys(schema, list, items, path.Child("items"));
    }

    private void WrongType(string type, string detail, FieldPath path)
    {
        if (type.Length == 0) errors.Required(path.Child("type"), detail);
        else errors.Invalid(path.Child("type"), type, detail);
    }

    private void ValidateSetItems(JsonObject items, FieldPath path)
    {
        const string Atomic = "must be atomic as item of a list with x-kubernetes-list-type=set";
        if (items.Text("type") == "array" && items.TextOrNull("x-kubernetes-list-type") is { } list and not "atomic") errors.Invalid(path.Child("x-kubernetes-list-type"), list, Atomic);
        if (items.Text("type") == "object" && items.TextOrNull("x-kubernetes-map-type") != "atomic") errors.Invalid(path.Child("x-kubernetes-map-type"), items["x-kubernetes-list-type"], Atomic);
    }

    private void ValidateKeys(JsonObject schema, string? list, JsonObject? items, FieldPath path)
    {
        const string KeysPath = "x-kubernetes-list-map-keys";
        const string MustBeMap = "must be map if x-kubernetes-list-map-keys is non-empty";
        var keys = schema.Texts(KeysPath).ToArray();
        if (keys.Length > 0 && list is null) errors.Required(path.Child("x-kubernetes-list-type"), MustBeMap);
        else if (keys.Length > 0 && list != "map") errors.Invalid(path.Child("x-kubernetes-list-type"), list!, MustBeMap);
        if (list != "map") return;
        if (keys.Length == 0) errors.Required(path.Child(KeysPath), "must not be empty if x-kubernetes-list-type is map");
        if (schema["items"] is null) errors.Required(path.Child("items"), "must have a schema if x-kubernetes-list-type is map");
        else if (items is null) errors.Invalid(path.Child("items"), schema["items"], "must only have a single schema if x-kubernetes-list-type is map");
        if (items is null) return;
        if (items.Text("type") != "object")
        {
            errors.Invalid(path.Child("items").Child("type"), items.Text("type"), "must be object if parent array's x-kubernetes-list-type is map");
            return;
        }
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var key in keys)
        {
            if (items.Object("properties").Object(key) is not { } property) errors.Invalid(path.Child(KeysPath), schema[KeysPath], "entries must all be names of item properties");
            else if (property.Text("type") is "array" or "object")
                errors.Invalid(path.Child("items").Child("properties").Key(key).Child("type"), items.Text("type"), "must be a scalar type if parent array's x-kubernetes-list-type is map");
            if (!seen.Add(key)) errors.Invalid(path.Child(KeysPath), schema[KeysPath], "must not contain duplicate entries");
        }
    }

    private void ValidateRequiredKeys(JsonObject schema, string list, JsonObject items, FieldPath path)
    {
        if (items.IsSet("nullable")) errors.Forbidden(path.Child("nullable"), "cannot be nullable when x-kubernetes-list-type is " + list);
        if (list != "map") return;
        var required = items.Texts("required").ToHashSet(StringComparer.Ordinal);
        foreach (var key in schema.Texts("x-kubernetes-list-map-keys"))
        {
            if (items.Object("properties").Object(key) is not { } property) continue;
            var at = path.Child("properties").Key(key);
            if (!required.Contains(key) && property["default"] is null)
                errors.Required(at.Child("default"), "this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property");
            if (property.IsSet("nullable")) errors.Forbidden(at.Child("nullable"), "this property is in x-kubernetes-list-map-keys, so it cannot be nullable");
        }
    }
}
