using System.Text.Json.Nodes;
using Kite.Api.Kinds;
using Kite.Api.Validation.Pods;
using Kite.Api.Validation.Storage;

namespace Kite.Api.Validation.Devices;

/// <summary>Checks what a claim was given, and for whom it is reserved.</summary>
internal static class ClaimStatusValidator
{
    private const int MaxReserved = 256;
    private const int MaxResults = 32;
    private static readonly FieldPath Status = FieldPath.Root.Child("status");

    internal static void Validate(JsonObject claim, JsonObject old, FieldErrors errors)
    {
        var status = claim.Object("status");
        var before = old.Object("status");
        ValidateReserved(claim, status, before, errors);
        var allocation = status.Object("allocation");
        if (allocation is not null && before.Object("allocation") is not null) Immutability.Field(status, before, "allocation", Status, errors);
        else if (allocation is not null) ValidateAllocation(allocation, RequestNames.Of(claim.Object("spec").Object("devices")), Status.Child("allocation"), errors);
        ValidateDevices(status, allocation, errors);
    }

    private static void ValidateReserved(JsonObject claim, JsonObject? status, JsonObject? old, FieldErrors errors)
    {
        var path = Status.Child("reservedFor");
        var count = status.Array("reservedFor")?.Count ?? 0;
        if (count == 0) return;
        if (count > MaxReserved) errors.TooMany(path, count, MaxReserved);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var at = 0;
        foreach (var consumer in status.Objects("reservedFor"))
        {
            var below = path.Item(at++);
            foreach (var field in (ReadOnlySpan<string>)["resource", "name", "uid"])
            {
                if (consumer.Text(field).Length == 0) errors.Required(below.Child(field));
            }
            if (!seen.Add(consumer.Text("uid"))) errors.Duplicate(below, consumer.Text("uid"));
        }
        if (status.Object("allocation") is null) errors.Forbidden(path, "may not be specified when `allocated` is not set");
        else if (claim.Object("metadata").Text("deletionTimestamp").Length > 0 && !seen.IsSubsetOf(old.Objects("reservedFor").Select(consumer => consumer.Text("uid"))))
            errors.Forbidden(path, "new entries may not be added while `deallocationRequested` or `deletionTimestamp` are set");
    }

    private static void ValidateAllocation(JsonObject allocation, RequestNames names, FieldPath path, FieldErrors errors)
    {
        var devices = allocation.Object("devices");
        var results = path.Child("devices").Child("results");
        var count = devices.Array("results")?.Count ?? 0;
        if (count > MaxResults) errors.TooMany(results, count, MaxResults);
        var at = 0;
        foreach (var result in devices.Objects("results"))
        {
            var below = results.Item(at++);
            names.Validate(result.Text("request"), below.Child("request"), errors);
            DriverNameRules.Driver(result.Text("driver"), below.Child("driver"), errors);
            PoolNameRules.Validate(result.Text("pool"), below.Child("pool"), errors);
            errors.InvalidIf(below.Child("device"), result.Text("device"), Formats.Label(result.Text("device")));
        }
        var configs = path.Child("devices").Child("config");
        at = 0;
        foreach (var config in devices.Objects("config")) ChoiceRules.Required(config, "source", ["FromClaim", "FromClass"], configs.Item(at++), errors);
        DeviceConfigValidator.ValidateAll(devices, configs, names, errors);
        if (allocation.Object("nodeSelector") is { } selector) AffinityValidator.ValidateNodeSelector(selector, path.Child("nodeSelector"), errors);
    }

    private static void ValidateDevices(JsonObject? status, JsonObject? allocation, FieldErrors errors)
    {
        var allocated = allocation.Object("devices").Objects("results").Select(Identity).ToHashSet(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var at = 0;
        foreach (var device in status.Objects("devices"))
        {
            var path = Status.Child("devices").Item(at++);
            var identity = Identity(device);
            if (!seen.Add(identity)) errors.Duplicate(path, identity);
            if (!allocated.Contains(identity)) errors.Invalid(path, identity, "must be an allocated device in the claim");
        }
    }

    private static string Identity(JsonObject device)
    {
        var identity = $"{device.Text("driver")}/{device.Text("pool")}/{device.Text("device")}";
        return device.Text("shareID") is { Length: > 0 } share ? $"{identity}/{share}" : identity;
    }
}
