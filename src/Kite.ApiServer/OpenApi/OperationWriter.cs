using System.Text.Json;

namespace Kite.ApiServer.OpenApi;

/// <summary>Writes one operation.</summary>
internal sealed class OperationWriter(OpenApiDialect dialect, SchemaWriter schemas, ParameterWriter parameters, Utf8JsonWriter writer)
{
    /// <summary>Writes an operation as a property of the current path.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="common">The parameters that the path says for all its operations.</param>
    public void Write(Operation operation, IReadOnlyList<string> common)
    {
        writer.WriteStartObject(operation.Method);
        if (!dialect.IsV3) WriteNames("consumes"u8, operation.Consumes);
        writer.WriteString("description"u8, operation.Description);
        writer.WriteString("operationId"u8, operation.Id);
        WriteParameters(operation, common);
        if (dialect.IsV3 && operation.Body is { } body) WriteBody(operation, body);
        if (!dialect.IsV3) WriteNames("produces"u8, operation.Produces);
        WriteResponses(operation);
        if (!dialect.IsV3) WriteNames("schemes"u8, ["https"]);
        WriteNames("tags"u8, [operation.Tag]);
        if (operation.Action.Length > 0) writer.WriteString("x-kubernetes-action"u8, operation.Action);
        if (operation.Kind is { } kind)
        {
            writer.WriteStartObject("x-kubernetes-group-version-kind"u8);
            writer.WriteString("group"u8, kind.Group);
            writer.WriteString("kind"u8, kind.Kind);
            writer.WriteString("version"u8, kind.Version);
            writer.WriteEndObject();
        }
        writer.WriteEndObject();
    }

    private static bool IsBodyRequired(Operation operation) => operation.Action is "post" or "put" or "patch";

    private void WriteNames(ReadOnlySpan<byte> name, IReadOnlyList<string> values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values) writer.WriteStringValue(value);
        writer.WriteEndArray();
    }

    private void WriteParameters(Operation operation, IReadOnlyList<string> common)
    {
        var own = operation.Queries.Where(name => !common.Contains(name)).ToList();
        var hasBody = !dialect.IsV3 && operation.Body is not null;
        if (own.Count == 0 && !hasBody) return;
        writer.WriteStartArray("parameters"u8);
        if (hasBody)
        {
            writer.WriteStartObject();
            writer.WriteString("in"u8, "body"u8);
            writer.WriteString("name"u8, "body"u8);
            if (IsBodyRequired(operation)) writer.WriteBoolean("required"u8, true);
            WriteSchema(operation.Body!.Value);
            writer.WriteEndObject();
        }
        foreach (var name in own) parameters.WriteQuery(name);
        writer.WriteEndArray();
    }

    private void WriteBody(Operation operation, SchemaTarget body)
    {
        writer.WriteStartObject("requestBody"u8);
        WriteContent(operation.Consumes, body);
        if (IsBodyRequired(operation)) writer.WriteBoolean("required"u8, true);
        writer.WriteEndObject();
    }

    private void WriteContent(IReadOnlyList<string> types, SchemaTarget target)
    {
        writer.WriteStartObject("content"u8);
        foreach (var type in types)
        {
            writer.WriteStartObject(type);
            WriteSchema(target);
            writer.WriteEndObject();
        }
        writer.WriteEndObject();
    }

    private void WriteResponses(Operation operation)
    {
        writer.WriteStartObject("responses"u8);
        WriteResponse("200"u8, "OK"u8, operation);
        if (operation.Action is "post" or "put" or "patch") WriteResponse("201"u8, "Created"u8, operation);
        if (operation.Action is "post" or "delete") WriteResponse("202"u8, "Accepted"u8, operation);
        writer.WriteStartObject("401"u8);
        writer.WriteString("description"u8, "Unauthorized"u8);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private void WriteResponse(ReadOnlySpan<byte> code, ReadOnlySpan<byte> description, Operation operation)
    {
        writer.WriteStartObject(code);
        if (dialect.IsV3) WriteContent(operation.Produces, operation.Answer);
        writer.WriteString("description"u8, description);
        if (!dialect.IsV3) WriteSchema(operation.Answer);
        writer.WriteEndObject();
    }

    private void WriteSchema(SchemaTarget target)
    {
        writer.WriteStartObject("schema"u8);
        switch (target.Origin)
        {
            case SchemaOrigin.Table:
                schemas.WriteReference(target.Name);
                break;
            case SchemaOrigin.Scalar:
                schemas.WriteScalarReference(target.Name);
                break;
            case SchemaOrigin.Custom:
                schemas.WriteCustomReference(target.Name);
                break;
            default:
                writer.WriteString("type"u8, "string"u8);
                break;
        }
        writer.WriteEndObject();
    }
}
