using System.Text.Json.Nodes;
using Kite.Api.Defaulting;
using Kite.Api.Validation;

namespace Kite.Api.Kinds.Rbac;

/// <summary>Role bindings and cluster role bindings; the role that one refers to never changes.</summary>
internal sealed class RoleBindingRules(KindShape shape) : KindRules(shape)
{
    private const string Group = "rbac.authorization.k8s.io";
    private static readonly FieldPath RoleRef = FieldPath.Root.Child("roleRef");
    private readonly bool isNamespaced = shape.IsNamespaced;

    /// <inheritdoc/>
    public override void Default(JsonObject value)
    {
        value.Object("roleRef")?.DefaultTo("apiGroup", Group);
        foreach (var subject in value.Objects("subjects"))
        {
            if (subject.Text("kind") is "User" or "Group") subject.DefaultTo("apiGroup", Group);
        }
    }

    /// <inheritdoc/>
    private protected override void ValidateObject(JsonObject value, FieldErrors errors)
    {
        var role = value.Object("roleRef");
        if (role.Text("apiGroup") != Group) errors.NotSupported(RoleRef.Child("apiGroup"), role.Text("apiGroup"), [Group]);
        string[] kinds = isNamespaced ? ["Role", "ClusterRole"] : ["ClusterRole"];
        if (!kinds.Contains(role.Text("kind"))) errors.NotSupported(RoleRef.Child("kind"), role.Text("kind"), kinds);
        if (role.Text("name").Length == 0) errors.Required(RoleRef.Child("name"));
        else errors.InvalidIf(RoleRef.Child("name"), role.Text("name"), NameRules.PathSegment(role.Text("name"), false));
        var at = 0;
        foreach (var subject in value.Objects("subjects")) ValidateSubject(subject, FieldPath.Root.Child("subjects").Item(at++), errors);
    }

    /// <inheritdoc/>
    private protected override void ValidateChange(JsonObject value, JsonObject old, FieldErrors errors)
    {
        ValidateObject(value, errors);
        if (!JsonNode.DeepEquals(value["roleRef"], old["roleRef"])) errors.Invalid(RoleRef, value["roleRef"], "cannot change roleRef");
    }

    private void ValidateSubject(JsonObject subject, FieldPath path, FieldErrors errors)
    {
        if (subject.Text("name").Length == 0) errors.Required(path.Child("name"));
        var group = subject.Text("apiGroup");
        switch (subject.Text("kind"))
        {
            case "ServiceAccount":
                if (subject.Text("name") is { Length: > 0 } name) errors.InvalidIf(path.Child("name"), name, Formats.Subdomain(name));
                if (group.Length > 0) errors.NotSupported(path.Child("apiGroup"), group, [""]);
                if (!isNamespaced && subject.Text("namespace").Length == 0) errors.Required(path.Child("namespace"));
                break;
            case "User" or "Group":
                if (group != Group) errors.NotSupported(path.Child("apiGroup"), group, [Group]);
                break;
            case var kind:
                errors.NotSupported(path.Child("kind"), kind, ["ServiceAccount", "User", "Group"]);
                break;
        }
    }
}
