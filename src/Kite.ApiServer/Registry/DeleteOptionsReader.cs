using System.Text.Json.Nodes;
using Kite.Api.Codecs;
using Kite.Api.Decoding;
using Kite.Api.Errors;
using Kite.Api.Kinds;
using Kite.Api.Schema;
using Kite.ApiServer.Pipeline;

namespace Kite.ApiServer.Registry;

/// <summary>Reads how to delete: from the body, or from the query where there is none.</summary>
/// <remarks>
/// As upstream, a body may say any API version: clients of old have sent that of the resource. What its fields can't hold is refused, what it doesn't know is left aside, and so is
/// <c>ignoreStoreReadErrorWithClusterBreakingPotential</c>, for every object of the store can be read.
/// </remarks>
internal sealed class DeleteOptionsReader(BodyDecoder bodies, ObjectDecoder decoder, ResourceCatalogue catalogue)
{
    private const string Kind = "DeleteOptions";
    private readonly SchemaType type = catalogue.Schema.Type("meta/v1.DeleteOptions")!;

    /// <summary>Reads the options of a request.</summary>
    /// <exception cref="ApiStatusException">They make no sense.</exception>
    public async ValueTask<DeleteOptions> ReadAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var body = await bodies.ReadAsync(request, cancellationToken);
        if (body.Length == 0) return Of(request.Query).Checked();
        var sent = JsonCodec.ParseObject(body);
        CheckIdentity(sent);
        sent.Remove("apiVersion");
        sent.Remove("kind");
        decoder.Decode(sent, type, "v1", FieldValidation.Ignore);
        request.Record?.Audit?.Send(body);
        var options = DeleteOptions.Of(sent).Checked();
        return request.Query["dryRun"] == "All" ? options with { DryRun = ["All"] } : options;
    }

    private static void CheckIdentity(JsonObject sent)
    {
        foreach (var name in new[] { "apiVersion", "kind" })
        {
            if (sent[name] is { } value && value.GetValueKind() is not System.Text.Json.JsonValueKind.String)
                throw ApiErrors.BadRequest($"couldn't get version/kind; json parse error: json: cannot unmarshal {value.GetValueKind().ToString().ToLowerInvariant()} into Go struct field .{name} of type string");
        }
        var version = sent.Text("apiVersion");
        if (version.Count(character => character == '/') > 1) throw ApiErrors.BadRequest($"unexpected GroupVersion string: {version}");
        // What is no DeleteOptions was meant for something else than a deletion.
        if (sent.Text("kind") is { Length: > 0 } kind && kind != Kind)
            throw ApiErrors.BadRequest($"no kind \"{kind}\" is registered for version \"{(version.Length == 0 ? "v1" : version)}\" in scheme \"k8s.io/apimachinery/pkg/apis/meta/internalversion/scheme/register.go:27\"");
    }

    private static DeleteOptions Of(RequestQuery query) => new()
    {
        GracePeriodSeconds = DeleteOptions.Grace(query.Number("gracePeriodSeconds")),
        PropagationPolicy = query.Find("propagationPolicy"),
        OrphanDependents = query.Find("orphanDependents") is null ? null : query.Flag("orphanDependents"),
        DryRun = [.. query.All("dryRun").Where(phase => phase.Length > 0)],
    };
}
