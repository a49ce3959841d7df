using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Validation.Pods;

/// <summary>Checks what containers of all sorts have.</summary>
internal static class ContainerValidator
{
    private static readonly string[] MessagePolicies = ["File", "FallbackToLogsOnError"];
    private static readonly string[] PullPolicies = ["Always", "IfNotPresent", "Never"];
    private static readonly string[] Protocols = ["SCTP", "TCP", "UDP"];
    private static readonly string[] Resizable = ["cpu", "memory"];

    internal static void Validate(JsonObject container, FieldPath path, IReadOnlyDictionary<string, JsonObject> volumes, FieldErrors errors)
    {
        var name = container.Text("name");
        if (name.Length == 0) errors.Required(path.Child("name"));
        else errors.InvalidIf(path.Child("name"), name, Formats.Label(name));
        if (container.Text("image").Length == 0) errors.Required(path.Child("image"));
        Choice(container, "terminationMessagePolicy", MessagePolicies, path, errors);
        ValidatePorts(container, path.Child("ports"), errors);
        EnvironmentValidator.Validate(container, path, errors);
        MountValidator.Validate(container, volumes, path, errors);
        Choice(container, "imagePullPolicy", PullPolicies, path, errors);
        ResourcesValidator.Validate(container.Object("resources"), path.Child("resources"), errors);
        ValidateResize(container, path.Child("resizePolicy"), errors);
        SecurityContextValidator.ValidateContainer(container.Object("securityContext"), path.Child("securityContext"), errors);
    }

    private static void Choice(JsonObject container, string field, string[] values, FieldPath path, FieldErrors errors)
    {
        var value = container.Text(field);
        if (value.Length == 0) errors.Required(path.Child(field));
        else if (!values.Contains(value)) errors.NotSupported(path.Child(field), value, values);
    }

    private static void ValidatePorts(JsonObject container, FieldPath path, FieldErrors errors)
    {
        if (container.IsEmpty("ports")) return;
        var names = new HashSet<string>(StringComparer.Ordinal);
        var at = 0;
        foreach (var port in container.Objects("ports"))
        {
            var below = path.Item(at++);
            if (port.Text("name") is { Length: > 0 } name)
            {
                if (Formats.PortName(name) is { } wrong) errors.Invalid(below.Child("name"), name, wrong);
                else if (!names.Add(name)) errors.Duplicate(below.Child("name"), name);
            }
            var number = port.Integer("containerPort") ?? 0;
            if (number == 0) errors.Required(below.Child("containerPort"));
            else if (Formats.Port(number) is { } wrong) errors.Invalid(below.Child("containerPort"), number, wrong);
            if (port.Integer("hostPort") is { } host && host != 0 && Formats.Port(host) is { } wrongHost) errors.Invalid(below.Child("hostPort"), host, wrongHost);
            Choice(port, "protocol", Protocols, below, errors);
        }
    }

    private static void ValidateResize(JsonObject container, FieldPath path, FieldErrors errors)
    {
        if (container.IsEmpty("resizePolicy")) return;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var at = 0;
        foreach (var policy in container.Objects("resizePolicy"))
        {
            var resource = policy.Text("resourceName");
            if (!seen.Add(resource)) errors.Duplicate(path.Item(at), resource);
            at++;
            if (resource.Length == 0) errors.Required(path);
            else if (!Resizable.Contains(resource)) errors.NotSupported(path, resource, Resizable);
        }
    }
}
