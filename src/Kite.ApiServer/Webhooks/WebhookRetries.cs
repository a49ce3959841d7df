using System.Text.Json.Nodes;

namespace Kite.ApiServer.Webhooks;

/// <summary>Calls of reviews, which are repeated for a moment where nobody answers or the webhook itself fails: without an answer nobody gets in.</summary>
internal static class WebhookRetries
{
    private const int Tries = 5;
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(500);

    /// <exception cref="WebhookCallException">No try succeeded.</exception>
    public static async Task<JsonObject> PostPatientlyAsync(this WebhookClient client, WebhookAddress address, ReadOnlyMemory<byte> body, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        var pause = First;
        for (var i = 1; ; i++)
        {
            try
            {
                return await client.PostAsync(address, body, timeout, tellTimeout: false, cancellationToken);
            }
            catch (WebhookCallException e) when (i < Tries && e.Code is 0 or 429 or >= 500)
            {
                await Task.Delay(pause, time, cancellationToken);
                pause *= 1.5;
            }
        }
    }
}
