using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Validation.Networking;

/// <summary>Checks where an ingress sends requests: to a port of a service, or to another resource.</summary>
internal static class IngressBackendValidator
{
    internal static void Validate(JsonObject? backend, FieldPath path, FieldErrors errors)
    {
        var resource = backend.Object("resource");
        var service = backend.Object("service");
        if (resource is not null && service is not null) errors.Invalid(path, "", "cannot set both resource and service backends");
        else if (resource is not null) ReferenceRules.Typed(resource, path.Child("resource"), errors);
        else if (service is not null) ValidateService(service, path, errors);
        else errors.Invalid(path, "", "resource or service backend is required");
    }

    private static void ValidateService(JsonObject service, FieldPath path, FieldErrors errors)
    {
        var below = path.Child("service");
        var name = service.Text("name");
        if (name.Length == 0) errors.Required(below.Child("name"));
        else errors.InvalidIf(below.Child("name"), name, NameRules.ServiceLabel(name, false));
        var port = service.Object("port");
        var number = port.Integer("number") ?? 0;
        var portName = port.Text("name");
        if (portName.Length > 0 && number != 0) errors.Invalid(path, "", "cannot set both port name & port number");
        else if (portName.Length > 0) errors.InvalidIf(below.Child("port").Child("name"), portName, Formats.PortName(portName));
        else if (number == 0) errors.Required(path, "port name or number is required");
        else if (Formats.Port(number) is { } wrong) errors.Invalid(below.Child("port").Child("number"), number, wrong);
    }
}
