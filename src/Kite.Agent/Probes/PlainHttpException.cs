namespace Kite.Agent.Probes;

/// <summary>A container that was to speak TLS has answered in plain HTTP.</summary>
internal sealed class PlainHttpException(Exception innerException) : HttpRequestException("http: server gave HTTP response to HTTPS client", innerException);
