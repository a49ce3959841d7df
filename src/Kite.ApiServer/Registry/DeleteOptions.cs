using System.Text.Json.Nodes;
using Kite.Api.Errors;
using Kite.Api.Kinds;

namespace Kite.ApiServer.Registry;

/// <summary>How to delete; <see cref="DeleteOptionsReader"/> reads it from a request.</summary>
internal sealed record DeleteOptions
{
    /// <summary>How long the object may take to end; null for its own time.</summary>
    public long? GracePeriodSeconds { get; init; }

    /// <summary>What becomes of dependents: <c>Orphan</c>, <c>Background</c>, <c>Foreground</c>; null for what the object's finalizers say.</summary>
    public string? PropagationPolicy { get; init; }

    /// <summary>The old way to say that; null for nothing said.</summary>
    public bool? OrphanDependents { get; init; }

    /// <summary>The UID that the object must have; null for any.</summary>
    public string? Uid { get; init; }

    /// <summary>The resource version that the object must have; null for any.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary>The phases that a dry run goes through; none for a deletion that counts.</summary>
    public IReadOnlyList<string> DryRun { get; init; } = [];

    /// <summary>True where everything happens but the deletion.</summary>
    public bool IsDryRun => DryRun.Count > 0;

    /// <summary>What is asked for dependents in either way; empty for nothing.</summary>
    public string Propagation => OrphanDependents switch
    {
        true => "Orphan",
        false => "Background",
        null => PropagationPolicy ?? "",
    };

    /// <summary>Reads an object.</summary>
    public static DeleteOptions Of(JsonObject value) => new()
    {
        GracePeriodSeconds = Grace(value.Integer("gracePeriodSeconds")),
        PropagationPolicy = TextOf(value, "propagationPolicy"),
        OrphanDependents = value.Flag("orphanDependents"),
        Uid = TextOf(value.Object("preconditions"), "uid"),
        ResourceVersion = TextOf(value.Object("preconditions"), "resourceVersion"),
        DryRun = [.. value.Texts("dryRun")],
    };

    /// <summary>The seconds as they count: a negative number is a second.</summary>
    public static long? Grace(long? seconds) => seconds < 0 ? 1 : seconds;

    /// <summary>Refuses what isn't supported.</summary>
    /// <exception cref="ApiStatusException">Something isn't (<c>Invalid</c>).</exception>
    public DeleteOptions Checked()
    {
        var causes = new List<StatusCause>();
        if (OrphanDependents is not null && PropagationPolicy is not null)
            causes.Add(new StatusCause("FieldValueInvalid", $"Invalid value: \"{PropagationPolicy}\": orphanDependents and deletionPropagation cannot be both set", "propagationPolicy"));
        if (PropagationPolicy is not (null or "Orphan" or "Background" or "Foreground"))
            causes.Add(new StatusCause("FieldValueNotSupported", $"Unsupported value: \"{PropagationPolicy}\": supported values: \"Foreground\", \"Background\", \"Orphan\", \"nil\"", "propagationPolicy"));
        if (DryRun.FirstOrDefault(phase => phase != "All") is { } unknown)
            causes.Add(new StatusCause("FieldValueNotSupported", $"Unsupported value: \"{unknown}\": supported values: \"All\"", "dryRun"));
        return causes.Count == 0 ? this : throw InvalidOptions.Of("DeleteOptions", [.. causes]);
    }

    private static string? TextOf(JsonObject? value, string name) => value?[name] is null ? null : value.Text(name);
}
