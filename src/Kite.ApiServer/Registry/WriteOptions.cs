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
        if (dryRun.Length > 0 && dryRun != "All") throw Unsupported("dryRun", dryRun, "\"All\"");
        var validation = query["fieldValidation"] switch
        {
            "" or "Warn" => FieldValidation.Warn,
            "Ignore" => FieldValidation.Ignore,
            "Strict" => FieldValidation.Strict,
            var other => throw Unsupported("fieldValidation", other, "\"Ignore\", \"Strict\", \"Warn\""),
        };
        return new WriteOptions(dryRun.Length > 0, validation, ManagerOf(request), query.Flag("force"));
    }

    private static string ManagerOf(ApiRequest request)
    {
        var named = request.Query["fieldManager"];
        if (named.Length > MaxManagerLength) throw Invalid(new StatusCause("FieldValueTooLong", $"Too long: may not be more than {MaxManagerLength} bytes", "fieldManager"));
        return named.Length > 0 ? named : FieldOperation.NameOf(null, request.Context.Request.Headers.UserAgent.ToString());
    }

    private static ApiStatusException Unsupported(string field, string value, string supported) =>
        Invalid(new StatusCause("FieldValueNotSupported", $"Unsupported value: \"{value}\": supported values: {supported}", field));

    private static ApiStatusException Invalid(StatusCause cause) => new(
        StatusReason.Invalid,
        $"WriteOptions.meta.k8s.io \"\" is invalid: {cause.Field}: {cause.Message}",
        new StatusDetails { Group = "meta.k8s.io", Kind = "WriteOptions", Causes = [cause] });
}
