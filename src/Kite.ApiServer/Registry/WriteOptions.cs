using Kite.Api.Apply;
using Kite.Api.Decoding;
using Kite.Api.Errors;
using Kite.ApiServer.Pipeline;

namespace Kite.ApiServer.Registry;

/// <summary>What a writer asks for besides the object.</summary>
/// <param name="IsDryRun">True where everything happens but the write.</param>
/// <param name="Validation">What becomes of unknown fields.</param>
/// <param name="FieldManager">Who is to own the fields written.</param>
/// <param name="Force">True where an apply takes fields over from others.</param>
internal sealed record WriteOptions(bool IsDryRun, FieldValidation Validation, string FieldManager, bool Force)
{
    private const int MaxManagerLength = 128;

    /// <summary>Reads the query.</summary>
    /// <exception cref="ApiStatusException">A parameter has a value that isn't supported.</exception>
    public static WriteOptions Of(ApiRequest request)
    {
        var query = request.Query;
        var dryRun = query["dryRun"];
        if (dryRun.Length > 0 && dryRun != "All") throw Unsupported(request, "dryRun", dryRun, "\"All\"");
        var validation = query["fieldValidation"] switch
        {
            "" or "Warn" => FieldValidation.Warn,
            "Ignore" => FieldValidation.Ignore,
            "Strict" => FieldValidation.Strict,
            var other => throw Unsupported(request, "fieldValidation", other, "\"Ignore\", \"Strict\", \"Warn\""),
        };
        return new WriteOptions(dryRun.Length > 0, validation, ManagerOf(request), query.Flag("force"));
    }

    private static string ManagerOf(ApiRequest request)
    {
        var named = request.Query["fieldManager"];
        if (named.Length > MaxManagerLength) throw Invalid(request, new StatusCause("FieldValueTooLong", $"Too long: may not be more than {MaxManagerLength} bytes", "fieldManager"));
        if (named.Any(char.IsControl)) throw Invalid(request, new StatusCause("FieldValueInvalid", $"Invalid value: \"{named}\": should only contain printable characters", "fieldManager"));
        return named.Length > 0 ? named : FieldOperation.NameOf(null, request.Context.Request.Headers.UserAgent.ToString());
    }

    private static ApiStatusException Unsupported(ApiRequest request, string field, string value, string supported) =>
        Invalid(request, new StatusCause("FieldValueNotSupported", $"Unsupported value: \"{value}\": supported values: {supported}", field));

    private static ApiStatusException Invalid(ApiRequest request, StatusCause cause) => InvalidOptions.Of(
        request.Info.Verb switch { "create" => "CreateOptions", "patch" => "PatchOptions", "delete" or "deletecollection" => "DeleteOptions", _ => "UpdateOptions" },
        cause);
}
