using System.Text.Json.Nodes;
using Kite.Api.Defaulting;
using Kite.Api.Validation;

namespace Kite.Api.Kinds.ApiRegistration;

/// <summary>Group versions and who serves them: this server, or another behind a Service.</summary>
internal sealed class APIServiceRules(KindShape shape) : KindRules(shape)
{
    private const int HighestGroupPriority = 20000;
    private const int HighestVersionPriority = 1000;
    private static readonly string[] Statuses = ["True", "False", "Unknown"];

    /// <inheritdoc/>
    public override void Default(JsonObject value)
    {
        if (value.Object("spec").Object("service") is { } service) service.DefaultTo("port", 443);
    }

    /// <inheritdoc/>
    public override void PrepareForCreate(JsonObject value)
    {
        base.PrepareForCreate(value);
        if (value.Object("spec").Object("service") is not null) return;
        // What this server serves itself is there at once.
        value["status"] = new JsonObject
        {
            ["conditions"] = new JsonArray(new JsonObject
            {
                ["type"] = "Available",
                ["status"] = "True",
                ["lastTransitionTime"] = value.Object("metadata").Text("creationTimestamp"),
                ["reason"] = "Local",
                ["message"] = "Local APIServices are always available",
            }),
        };
    }

    /// <inheritdoc/>
    private protected override void ValidateObject(JsonObject value, FieldErrors errors)
    {
        var spec = value.Object("spec");
        ValidateName(value.Object("metadata").Text("name"), spec, errors);
        ValidateGroupVersion(spec, errors);
        if (spec.Object("service") is { } service) ValidateRemote(spec, service, errors);
        else ValidateLocal(spec, errors);
    }

    /// <inheritdoc/>
    private protected override void ValidateSubresourceChange(JsonObject value, JsonObject old, string subresource, FieldErrors errors)
    {
        var at = 0;
        foreach (var condition in value.Object("status").Objects("conditions"))
        {
            var path = FieldPath.Root.Child("status").Child("conditions").Item(at++).Child("status");
            if (!Statuses.Contains(condition.Text("status"))) errors.NotSupported(path, condition.Text("status"), Statuses);
        }
    }

    private static void ValidateName(string name, JsonObject? spec, FieldErrors errors)
    {
        var required = $"{spec.Text("version")}.{spec.Text("group")}";
        if (name.Length > 0 && NameRules.PathSegment(name, isPrefix: false) is null && name != required)
            errors.Invalid(FieldPath.Root.Child("metadata").Child("name"), name, $"must be `spec.version+\".\"+spec.group`: \"{required}\"");
    }

    private static void ValidateGroupVersion(JsonObject? spec, FieldErrors errors)
    {
        var (group, version) = (spec.Text("group"), spec.Text("version"));
        if (group.Length > 0) errors.InvalidIf(Spec.Child("group"), group, Formats.Subdomain(group));
        else if (version != "v1") errors.Required(Spec.Child("group"), "only v1 may have an empty group and it better be legacy kube");
        errors.InvalidIf(Spec.Child("version"), version, Formats.Dns1035Label(version));
        ValidatePriority(spec, "groupPriorityMinimum", HighestGroupPriority, errors);
        ValidatePriority(spec, "versionPriority", HighestVersionPriority, errors);
    }

    private static void ValidatePriority(JsonObject? spec, string field, int highest, FieldErrors errors)
    {
        var priority = spec.Integer(field) ?? 0;
        if (priority <= 0 || priority > highest) errors.Invalid(Spec.Child(field), priority, $"must be positive and less than {highest}");
    }

    private static void ValidateLocal(JsonObject? spec, FieldErrors errors)
    {
        if (spec.Text("caBundle") is { Length: > 0 } bundle)
            errors.Invalid(Spec.Child("caBundle"), $"{LengthOf(bundle)} bytes", "local APIServices may not have a caBundle");
        if (spec.IsSet("insecureSkipTLSVerify")) errors.Invalid(Spec.Child("insecureSkipTLSVerify"), JsonValue.Create(true), "local APIServices may not have insecureSkipTLSVerify");
    }

    private static void ValidateRemote(JsonObject? spec, JsonObject service, FieldErrors errors)
    {
        if (service.Text("namespace").Length == 0) errors.Required(Spec.Child("service").Child("namespace"));
        if (service.Text("name").Length == 0) errors.Required(Spec.Child("service").Child("name"));
        if (spec.IsSet("insecureSkipTLSVerify") && spec.Text("caBundle").Length > 0)
            errors.Invalid(Spec.Child("insecureSkipTLSVerify"), JsonValue.Create(true), "may not be true if caBundle is present");
    }

    private static int LengthOf(string base64) => base64.Length / 4 * 3 - base64.Count(character => character == '=');
}
