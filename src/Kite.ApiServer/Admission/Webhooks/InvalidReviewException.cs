namespace Kite.ApiServer.Admission.Webhooks;

/// <summary>A webhook's answer can't be used.</summary>
internal sealed class InvalidReviewException(string message, Exception? innerException = null) : Exception(message, innerException);
