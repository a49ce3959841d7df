namespace Kite.Api.Codecs.Protobuf;

/// <summary>The bytes are not what Kubernetes' protobuf form asks for.</summary>
public sealed class ProtobufException(string message) : Exception($"proto: {message}");
