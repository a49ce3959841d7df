using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Validation.Devices;

/// <summary>Checks which devices a claim asks for.</summary>
internal static class DeviceClaimValidator
{
    private const int MaxRequests = 32;
    private const int MaxAlternatives = 8;

    internal static void Validate(JsonObject? devices, FieldPath path, FieldErrors errors)
    {
        var names = RequestNames.Of(devices);
        var requests = path.Child("requests");
        var count = devices.Array("requests")?.Count ?? 0;
        if (count > MaxRequests) errors.TooMany(requests, count, MaxRequests);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var at = 0;
        foreach (var request in devices.Objects("requests"))
        {
            if (!seen.Add(request.Text("name"))) errors.Duplicate(requests.Item(at), request.Text("name"));
            ValidateRequest(request, requests.Item(at++), errors);
        }
        at = 0;
        foreach (var constraint in devices.Objects("constraints"))
        {
            var below = path.Child("constraints").Item(at++);
            names.Validate(constraint, below.Child("requests"), errors);
            if (constraint.TextOrNull("matchAttribute") is { } match) errors.InvalidIf(below.Child("matchAttribute"), match, Formats.QualifiedName(match));
            else if (constraint.TextOrNull("distinctAttribute") is null) errors.Required(below, "exactly one of \"matchAttribute\" or \"distinctAttribute\" is required, but multiple fields are set");
        }
        DeviceConfigValidator.ValidateAll(devices, path.Child("config"), names, errors);
    }

    private static void ValidateRequest(JsonObject request, FieldPath path, FieldErrors errors)
    {
        ValidateName(request, path, errors);
        var exactly = request.Object("exactly");
        var alternatives = !request.IsEmpty("firstAvailable");
        if (exactly is null && !alternatives) errors.Required(path, "exactly one of `exactly` or `firstAvailable` is required");
        else if (exactly is not null && alternatives) errors.InvalidUnshown(path, "exactly one of `exactly` or `firstAvailable` is required, but multiple fields are set");
        else if (exactly is not null) ValidateWish(exactly, path.Child("exactly"), errors);
        else ValidateAlternatives(request, path.Child("firstAvailable"), errors);
    }

    private static void ValidateAlternatives(JsonObject request, FieldPath path, FieldErrors errors)
    {
        var count = request.Array("firstAvailable")!.Count;
        if (count > MaxAlternatives) errors.TooMany(path, count, MaxAlternatives);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var at = 0;
        foreach (var alternative in request.Objects("firstAvailable"))
        {
            var below = path.Item(at++);
            ValidateName(alternative, below, errors);
            if (!seen.Add(alternative.Text("name"))) errors.Duplicate(below, alternative.Text("name"));
            ValidateWish(alternative, below, errors);
        }
    }

    private static void ValidateName(JsonObject request, FieldPath path, FieldErrors errors) => errors.InvalidIf(path.Child("name"), request.Text("name"), Formats.Label(request.Text("name")));

    private static void ValidateWish(JsonObject request, FieldPath path, FieldErrors errors)
    {
        var name = request.Text("deviceClassName");
        if (name.Length == 0) errors.Required(path.Child("deviceClassName"));
        else errors.InvalidIf(path.Child("deviceClassName"), name, Formats.Subdomain(name));
        DeviceSelectorValidator.Validate(request, path.Child("selectors"), errors);
        var count = request.Integer("count") ?? 0;
        switch (request.Text("allocationMode"))
        {
            case "All":
                if (count != 0) errors.Invalid(path.Child("count"), count, "must not be specified when allocationMode is 'All'");
                break;
            case "ExactCount":
                if (count <= 0) errors.Invalid(path.Child("count"), count, "must be greater than zero");
                break;
            case var mode:
                errors.NotSupported(path.Child("allocationMode"), mode, ["All", "ExactCount"]);
                break;
        }
    }
}
