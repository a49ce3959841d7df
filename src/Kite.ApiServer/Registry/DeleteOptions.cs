using System.Text.Json.Nodes;
using Kite.Api.Codecs;
using Kite.Api.Errors;
using Kite.Api.Kinds;
using Kite.ApiServer.Pipeline;

namespace Kite.ApiServer.Registry;

/// <summary>How to delete; from the body, or from the query where there is none.</summary>
internal sealed record DeleteOptions
{
    /// <summary>How long the object may take to end; null for its own time.</summary>
    public long? GracePeriodSeconds { get; init; }

    /// <summary>What becomes of dependents: <c>Orphan</c>, <c>Background</c>, <c>Foreground</c>, or empty.</summary>
    public string PropagationPolicy { get; init; } = "";

    /// <summary>The UID that the object must have; empty for any.</summary>
    public string Uid { get; init; } = "";

    /// <summary>The resource version that the object must have; empty for any.</summary>
    public string ResourceVersion { get; init; } = "";

    /// <summary>True where everything happens but the deletion.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>Reads the body, or the query.</summary>
    /// <exception cref="ApiStatusException">A value isn't supported.</exception>
    public static async ValueTask<DeleteOptions> ReadAsync(ApiRequest request, BodyDecoder bodies, CancellationToken cancellationToken)
    {
        var body = await bodies.ReadAsync(request, cancellationToken);
        var options = body.Length == 0 ? Of(request.Query) : OfBody(JsonCodec.ParseObject(body));
        if (body.Length > 0) request.Record?.Audit?.Send(body);
        if (request.Query["dryRun"] == "All") options = options with { IsDryRun = true };
        if (options.PropagationPolicy is "" or "Orphan" or "Background" or "Foreground") return options;
        throw Invalid("propagationPolicy", "FieldValueNotSupported", $"Unsupported value: \"{options.PropagationPolicy}\": supported values: \"Foreground\", \"Background\", \"Orphan\", \"nil\"");
    }

    /// <summary>Reads an object.</summary>
    public static DeleteOptions Of(JsonObject value) => new()
    {
        GracePeriodSeconds = value.Integer("gracePeriodSeconds"),
        PropagationPolicy = value.Text("propagationPolicy") is { Length: > 0 } policy ? policy : Orphaning(value.Flag("orphanDependents")),
        Uid = value.Object("preconditions").Text("uid"),
        ResourceVersion = value.Object("preconditions").Text("resourceVersion"),
        IsDryRun = value.Texts("dryRun").Contains("All"),
    };

    private static DeleteOptions OfBody(JsonObject value)
    {
        // What is no DeleteOptions was meant for something else than a deletion.
        if (value.Text("kind") is { Length: > 0 } kind && kind != "DeleteOptions") throw ApiErrors.BadRequest("decoded object cannot be converted to DeleteOptions");
        if (value.ContainsKey("orphanDependents") && value.Text("propagationPolicy").Length > 0)
            throw Invalid("propagationPolicy", "FieldValueInvalid", $"Invalid value: \"{value.Text("propagationPolicy")}\": orphanDependents and deletionPropagation cannot be both set");
        if (value.Texts("dryRun").FirstOrDefault(mode => mode != "All") is { } unknown) throw Invalid("dryRun", "FieldValueNotSupported", $"Unsupported value: \"{unknown}\": supported values: \"All\"");
        return Of(value);
    }

    private static ApiStatusException Invalid(string field, string reason, string message) => InvalidOptions.Of("DeleteOptions", new StatusCause(reason, message, field));

    private static DeleteOptions Of(RequestQuery query) => new()
    {
        GracePeriodSeconds = query.Number("gracePeriodSeconds"),
        PropagationPolicy = query["propagationPolicy"] is { Length: > 0 } policy ? policy : Orphaning(query.Find("orphanDependents") is null ? null : query.Flag("orphanDependents")),
    };

    private static string Orphaning(bool? orphan) => orphan switch
    {
        true => "Orphan",
        false => "Background",
        null => "",
    };
}
