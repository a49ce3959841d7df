using System.Globalization;
using System.Text.Json.Nodes;
using Kite.Api.Kinds;
using Kite.Api.Meta;

namespace Kite.Api.Validation;

/// <summary>Checks the limits of limit ranges: each kind of thing once, known resources, and minimum ≤ default request ≤ default ≤ maximum.</summary>
internal static class LimitRangeValidator
{
    private static readonly string[] Fields = ["max", "min", "default", "defaultRequest", "maxLimitRequestRatio"];
    private static readonly string[] ContainerResources = ["cpu", "memory", "ephemeral-storage"];

    internal static void Validate(JsonObject? spec, FieldPath path, FieldErrors errors)
    {
        var types = new HashSet<string>(StringComparer.Ordinal);
        var at = 0;
        foreach (var item in spec.Objects("limits"))
        {
            var itemPath = path.Item(at++);
            var type = item.Text("type");
            errors.InvalidIf(itemPath.Child("type"), type, Formats.QualifiedName(type));
            if (!types.Add(type)) errors.Duplicate(itemPath.Child("type"), type);
            ValidateItem(item, type, itemPath, errors);
        }
    }

    private static void ValidateItem(JsonObject item, string type, FieldPath path, FieldErrors errors)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var field in Fields)
        {
            if (type == "Pod" && field is "default" or "defaultRequest")
            {
                if (!item.IsEmpty(field)) errors.Forbidden(path.Child(field), "may not be specified when `type` is 'Pod'");
                continue;
            }
            foreach (var (name, _) in item.TextMap(field))
            {
                names.Add(name);
                ValidateName(type, name, path.Child(field).Key(name), errors);
            }
        }
        if (type == "PersistentVolumeClaim" && Amount(item, "min", "storage") is null && Amount(item, "max", "storage") is null)
            errors.Required(path.Child("limits"), "either minimum or maximum storage value is required, but neither was provided");
        foreach (var name in names) Compare(item, name, path, errors);
    }

    private static void ValidateName(string type, string name, FieldPath path, FieldErrors errors)
    {
        errors.InvalidIf(path, name, Formats.QualifiedName(name));
        if (name.Contains('/')) return;
        var isHugePages = name.StartsWith("hugepages-", StringComparison.Ordinal);
        if (type is "Pod" or "Container" && !ContainerResources.Contains(name) && !isHugePages) errors.Invalid(path, name, "must be a standard limit type or fully qualified");
    }

    private static void Compare(JsonObject item, string name, FieldPath path, FieldErrors errors)
    {
        var (min, max) = (Amount(item, "min", name), Amount(item, "max", name));
        var (usual, request) = (Amount(item, "default", name), Amount(item, "defaultRequest", name));
        if (min > max) errors.Invalid(path.Child("min").Key(name), min.Value.Text, $"min value {min} is greater than max value {max}");
        if (min > request) errors.Invalid(path.Child("defaultRequest").Key(name), request.Value.Text, $"min value {min} is greater than default request value {request}");
        if (request > max) errors.Invalid(path.Child("defaultRequest").Key(name), request.Value.Text, $"default request value {request} is greater than max value {max}");
        if (request > usual) errors.Invalid(path.Child("defaultRequest").Key(name), request.Value.Text, $"default request value {request} is greater than default limit value {usual}");
        if (min > usual) errors.Invalid(path.Child("default").Key(name), min.Value.Text, $"min value {min} is greater than default value {usual}");
        if (usual > max) errors.Invalid(path.Child("default").Key(name), max.Value.Text, $"default value {usual} is greater than max value {max}");
        if (Amount(item, "maxLimitRequestRatio", name) is { } ratio) CompareRatio(ratio, min, max, path.Child("maxLimitRequestRatio").Key(name), errors);
    }

    private static void CompareRatio(Quantity ratio, Quantity? min, Quantity? max, FieldPath path, FieldErrors errors)
    {
        if (ratio.Approximate < 1) errors.Invalid(path, ratio.Text, $"ratio {ratio} is less than 1");
        if (min is not { IsZero: false } least || max is not { } most) return;
        var widest = most.Approximate / least.Approximate;
        if (ratio.Approximate > widest) errors.Invalid(path, ratio.Text, $"ratio {ratio} is greater than max/min = {widest.ToString("F6", CultureInfo.InvariantCulture)}");
    }

    private static Quantity? Amount(JsonObject item, string field, string name) => Quantity.TryParse(item.Object(field).TextOrNull(name), out var amount) ? amount.ToCanonical() : null;
}
