namespace Kite.ApiServer.Admission.Webhooks;

/// <summary>A webhook couldn't be asked, or didn't answer as it should; whether the request goes on without it is its configuration's to say.</summary>
internal sealed class CallingWebhookException(string webhook, string why, Exception? innerException = null) : Exception($"failed calling webhook \"{webhook}\": {why}", innerException);
