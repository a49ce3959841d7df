using Kite.Api.Errors;
using Kite.ApiServer.Pipeline;

namespace Kite.ApiServer.Registry.Verbs;

/// <summary>Which state of a collection a list is to show, and how much of it.</summary>
/// <param name="Limit">At most how many objects; 0 for all.</param>
/// <param name="Revision">The resource version asked for; null for the latest.</param>
/// <param name="IsExact">True for exactly that version, false for that or a later one.</param>
/// <param name="Continue">Where to go on; null to begin.</param>
internal sealed record ListOptions(int Limit, long? Revision, bool IsExact, ContinueToken? Continue)
{
    /// <summary>Reads the query.</summary>
    /// <exception cref="ApiStatusException">Parameters contradict each other or make no sense.</exception>
    public static ListOptions Of(ApiRequest request)
    {
        var query = request.Query;
        var limit = query.Number("limit") ?? 0;
        var version = query["resourceVersion"];
        var match = query["resourceVersionMatch"];
        var token = query["continue"];
        if (query.Find("sendInitialEvents") is not null) throw Invalid("sendInitialEvents", "Forbidden: sendInitialEvents is forbidden for list");
        if (match.Length > 0)
        {
            if (version.Length == 0) throw Invalid("resourceVersionMatch", "Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided");
            if (token.Length > 0) throw Invalid("resourceVersionMatch", "Forbidden: resourceVersionMatch is forbidden when continue is provided");
            if (match is not ("Exact" or "NotOlderThan")) throw Invalid("resourceVersionMatch", $"Unsupported value: \"{match}\": supported values: \"Exact\", \"NotOlderThan\"");
            if (match == "Exact" && version == "0") throw Invalid("resourceVersionMatch", "Forbidden: resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\"");
        }
        if (token.Length > 0 && version is not ("" or "0")) throw ApiErrors.BadRequest("specifying resource version is not allowed when using continue");
        long? revision = version.Length == 0 ? null : ParseVersion(version);
        // A limit together with a version means exactly that version, unless told otherwise.
        var exact = match == "Exact" || (match.Length == 0 && limit > 0 && revision > 0);
        return new ListOptions((int)Math.Min(Math.Max(limit, 0), int.MaxValue), revision, exact, token.Length == 0 ? null : ContinueToken.Decode(token));
    }

    /// <summary>A resource version as a number.</summary>
    public static long ParseVersion(string version) =>
        long.TryParse(version, out var revision) && revision >= 0
            ? revision
            : throw Invalid("resourceVersion", $"Invalid value: \"{version}\": strconv.ParseUint: parsing \"{version}\": invalid syntax");

    /// <summary>The failure of a parameter.</summary>
    public static ApiStatusException Invalid(string field, string message) => InvalidOptions.Of("ListOptions", new StatusCause(ReasonOf(message), message, field));

    private static string ReasonOf(string message) => message[..message.IndexOf(' ')] switch
    {
        "Forbidden:" => "FieldValueForbidden",
        "Unsupported" => "FieldValueNotSupported",
        _ => "FieldValueInvalid",
    };
}
