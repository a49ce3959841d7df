using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Validation.Pods;

/// <summary>Checks a container's probes and life-cycle hooks, which share their handlers.</summary>
internal static class ProbeValidator
{
    private static readonly string[] Handlers = ["exec", "httpGet", "tcpSocket", "grpc", "sleep"];
    private static readonly string[] Numbers = ["initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold"];
    private static readonly string[] Schemes = ["HTTP", "HTTPS"];

    internal static void ValidateAll(JsonObject container, long? grace, FieldPath path, FieldErrors errors)
    {
        if (container.Object("lifecycle") is { } lifecycle)
        {
            foreach (var hook in (ReadOnlySpan<string>)["postStart", "preStop"])
            {
                if (lifecycle.Object(hook) is { } handler) ValidateHandler(handler, grace, path.Child("lifecycle").Child(hook), errors);
            }
        }
        foreach (var name in (ReadOnlySpan<string>)["livenessProbe", "readinessProbe", "startupProbe"])
        {
            if (container.Object(name) is { } probe) Validate(probe, name, grace, path.Child(name), errors);
        }
    }

    private static void Validate(JsonObject probe, string name, long? grace, FieldPath path, FieldErrors errors)
    {
        ValidateHandler(probe, grace, path, errors);
        foreach (var field in Numbers) NumberRules.NotNegative(probe, field, path, errors);
        if (name == "readinessProbe")
        {
            if (probe.Integer("terminationGracePeriodSeconds") is { } set) errors.Invalid(path.Child("terminationGracePeriodSeconds"), set, "must not be set for readinessProbes");
            return;
        }
        NumberRules.Positive(probe, "terminationGracePeriodSeconds", path, errors);
        if (probe.Integer("successThreshold") is { } threshold && threshold != 1) errors.Invalid(path.Child("successThreshold"), threshold, "must be 1");
    }

    private static void ValidateHandler(JsonObject handler, long? grace, FieldPath path, FieldErrors errors)
    {
        var count = 0;
        foreach (var name in Handlers)
        {
            if (handler.Object(name) is not { } action) continue;
            if (count++ > 0) errors.Forbidden(path.Child(name), "may not specify more than 1 handler type");
            else ValidateAction(name, action, grace, path.Child(name), errors);
        }
        if (count == 0) errors.Required(path, "must specify a handler type");
    }

    private static void ValidateAction(string name, JsonObject action, long? grace, FieldPath path, FieldErrors errors)
    {
        switch (name)
        {
            case "exec":
                if (action.IsEmpty("command")) errors.Required(path.Child("command"));
                break;
            case "sleep":
                var seconds = action.Integer("seconds") ?? 0;
                if (grace is { } limit && (seconds < 0 || seconds > limit)) errors.Invalid(path, seconds, $"must be non-negative and less than terminationGracePeriodSeconds ({limit})");
                break;
            case "httpGet":
                ValidateHttp(action, path, errors);
                break;
            default:
                ValidatePort(action, path, errors);
                break;
        }
    }

    private static void ValidateHttp(JsonObject action, FieldPath path, FieldErrors errors)
    {
        if (action.Text("path").Length == 0) errors.Required(path.Child("path"));
        ValidatePort(action, path, errors);
        if (!Schemes.Contains(action.Text("scheme"))) errors.NotSupported(path.Child("scheme"), action.Text("scheme"), Schemes);
        foreach (var header in action.Objects("httpHeaders")) errors.InvalidIf(path.Child("httpHeaders"), header.Text("name"), Formats.HeaderName(header.Text("name")));
    }

    private static void ValidatePort(JsonObject action, FieldPath path, FieldErrors errors)
    {
        if (action["port"].AsText() is { } name) errors.InvalidIf(path.Child("port"), name, Formats.PortName(name));
        else if (Formats.Port(action.Integer("port") ?? 0) is { } wrong) errors.Invalid(path.Child("port"), action.Integer("port") ?? 0, wrong);
    }
}
