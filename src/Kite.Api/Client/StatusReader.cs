using System.Text.Json;
using Kite.Api.Errors;
using Kite.Api.Models;
using Kite.Api.Models.MetaV1;

namespace Kite.Api.Client;

/// <summary>Turns a failed answer into the exception that the server raised.</summary>
internal static class StatusReader
{
    /// <exception cref="ApiStatusException">The response says that the request failed.</exception>
    internal static async Task ThrowIfFailedAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode) return;
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        throw TryRead(body) is { Code: not null } status
            ? ToException(status)
            : new ApiStatusException(StatusReason.Unknown, $"the server answered {(int)response.StatusCode}: {System.Text.Encoding.UTF8.GetString(body, 0, Math.Min(body.Length, 512))}", code: (int)response.StatusCode);
    }

    internal static ApiStatusException ToException(Status status)
    {
        var reason = Enum.TryParse<StatusReason>(status.Reason, out var known) ? known : StatusReason.Unknown;
        return new ApiStatusException(reason, status.Message ?? "", ToDetails(status.Details), status.Code);
    }

    private static Errors.StatusDetails? ToDetails(Models.MetaV1.StatusDetails? details) => details is null ? null : new Errors.StatusDetails
    {
        Name = details.Name ?? "",
        Group = details.Group ?? "",
        Kind = details.Kind ?? "",
        Uid = details.Uid ?? "",
        RetryAfterSeconds = details.RetryAfterSeconds ?? 0,
        Causes = [.. details.Causes.Select(cause => new Errors.StatusCause(cause.Reason ?? "", cause.Message ?? "", cause.Field ?? ""))],
    };

    private static Status? TryRead(byte[] body)
    {
        try
        {
            return ModelJson.Parse<Status>(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
