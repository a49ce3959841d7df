using System.Text.Json.Nodes;
using Kite.Api.Validation;

namespace Kite.Api.Kinds.FlowControl;

/// <summary>Checks whom a rule of a flow schema is about.</summary>
internal static class FlowSubjectValidator
{
    private static readonly string[] Kinds = ["Group", "ServiceAccount", "User"];

    /// <summary>Checks one subject.</summary>
    internal static void Validate(JsonObject subject, FieldPath path, FieldErrors errors)
    {
        var kind = subject.Text("kind");
        if (!Kinds.Contains(kind))
        {
            errors.NotSupported(path.Child("kind"), kind, Kinds);
            return;
        }
        ValidateNamed(subject, kind, path, errors);
        foreach (var other in (string[])["ServiceAccount", "User", "Group"])
        {
            if (other != kind && subject.Object(FieldOf(other)) is not null) errors.Forbidden(path.Child(FieldOf(other)), $"{FieldOf(other)} is forbidden when subject kind is not '{other}'");
        }
    }

    private static void ValidateNamed(JsonObject subject, string kind, FieldPath path, FieldErrors errors)
    {
        var field = FieldOf(kind);
        if (subject.Object(field) is not { } named)
        {
            errors.Required(path.Child(field), $"{field} is required when subject kind is '{kind}'");
            return;
        }
        var name = named.Text("name");
        if (name.Length == 0) errors.Required(path.Child(field).Child("name"));
        if (kind != "ServiceAccount") return;
        if (name.Length > 0 && name != "*") errors.InvalidIf(path.Child(field).Child("name"), name, Formats.Subdomain(name));
        var @namespace = named.Text("namespace");
        if (@namespace.Length == 0) errors.Required(path.Child(field).Child("namespace"), "must specify namespace for service account");
        else errors.InvalidIf(path.Child(field).Child("namespace"), @namespace, Formats.Label(@namespace));
    }

    private static string FieldOf(string kind) => kind switch
    {
        "ServiceAccount" => "serviceAccount",
        "User" => "user",
        _ => "group",
    };
}
