using Kite.Api.Errors;
using Kite.Api.Meta;

namespace Kite.ApiServer.Pipeline;

/// <summary>How long a request may take: as long as the server allows, or less where the client says so.</summary>
internal static class RequestDeadline
{
    /// <summary>The time that a request has.</summary>
    /// <param name="query">The query; <c>timeout</c> shortens the time.</param>
    /// <param name="longest">What the server allows.</param>
    /// <exception cref="ApiStatusException">The client asks for what is no duration (<c>BadRequest</c>).</exception>
    public static TimeSpan Of(RequestQuery query, TimeSpan longest)
    {
        var asked = query["timeout"];
        if (asked.Length == 0) return longest;
        if (!GoDuration.TryParse(asked, out var timeout)) throw ApiErrors.BadRequest($"invalid timeout specified in the request URL - time: invalid duration \"{asked}\"");
        return timeout > TimeSpan.Zero && timeout < longest ? timeout : longest;
    }

    /// <summary>The failure of a request whose time is up.</summary>
    public static ApiStatusException Exceeded(Exception cause) =>
        new(StatusReason.Timeout, "Timeout: request did not complete within the allotted timeout", innerException: cause);
}
