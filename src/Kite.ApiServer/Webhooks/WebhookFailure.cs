using System.Net;
using System.Text;
using Kite.Api.Codecs;
using Kite.Api.Errors;
using Kite.Api.Kinds;

namespace Kite.ApiServer.Webhooks;

/// <summary>What an answer that is no success says, in the words of Go's client: the webhook's own where it sent a <c>Status</c>.</summary>
internal static class WebhookFailure
{
    private const int MaxQuoted = 2048;

    /// <summary>The failure behind an answer.</summary>
    public static WebhookCallException Of(HttpStatusCode status, byte[] answer)
    {
        var code = (int)status;
        if (FromStatus(answer, code) is { } own) return own;
        var text = Encoding.UTF8.GetString(answer, 0, Math.Min(answer.Length, MaxQuoted)).Trim();
        var (reason, message) = code switch
        {
            400 => (StatusReason.BadRequest, "the server rejected our request for an unknown reason"),
            401 => (StatusReason.Unauthorized, "the server has asked for the client to provide credentials"),
            403 => (StatusReason.Forbidden, text.Length > 0 ? text : "unknown"),
            404 => (StatusReason.NotFound, "the server could not find the requested resource"),
            405 => (StatusReason.MethodNotAllowed, "the server does not allow this method on the requested resource"),
            406 => (StatusReason.NotAcceptable, "the server was unable to respond with a content type that the client supports"),
            409 => (StatusReason.Conflict, "the server reported a conflict"),
            415 => (StatusReason.UnsupportedMediaType, "the server was unable to respond with a content type that the client supports"),
            422 => (StatusReason.Invalid, "the server rejected our request due to an error in our request"),
            429 => (StatusReason.TooManyRequests, "the server has received too many requests and has asked us to try again later"),
            503 => (StatusReason.ServiceUnavailable, "the server is currently unable to handle the request"),
            504 => (StatusReason.Timeout, "the server was unable to return a response in the time allotted, but may still be processing the request"),
            >= 500 => (StatusReason.InternalError, $"an error on the server (\"{Quoted(text)}\") has prevented the request from succeeding"),
            _ => (StatusReason.Unknown, $"the server responded with the status code {code} but did not return more information"),
        };
        return new(message, reason, code);
    }

    private static WebhookCallException? FromStatus(byte[] answer, int code)
    {
        if (answer is not [(byte)'{', ..]) return null;
        try
        {
            var status = JsonCodec.ParseObject(answer);
            if (status.Text("kind") != "Status" || status.Text("status") == "Success") return null;
            return new(status.Text("message"), Enum.TryParse<StatusReason>(status.Text("reason"), out var reason) ? reason : StatusReason.Unknown, code);
        }
        catch (ApiStatusException)
        {
            // Looked like a Status, and is some other text.
            return null;
        }
    }

    private static string Quoted(string text) => text.Length == 0 ? "unknown" : text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
