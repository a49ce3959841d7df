namespace Kite.Api.Decoding;

/// <summary>A value that its field can't hold; the message is the one Go's decoder gives.</summary>
internal sealed class WrongTypeException(string message, string? converterMessage = null) : DecodingException(message)
{
    public override string ConverterMessage => converterMessage ?? Message;
}
