namespace Kite.Api.Decoding;

/// <summary>Why an object can't be decoded, in the words of Go's decoder and without those that say which object it was. Found inside the <see cref="Errors.ApiStatusException"/> that refuses it.</summary>
public abstract class DecodingException(string message) : Exception(message)
{
    /// <summary>The same in the words of upstream's converter, by which the outcome of a strategic merge is decoded, where they differ.</summary>
    /// <remarks>See <c>FromUnstructured</c> in https://pkg.go.dev/k8s.io/apimachinery/pkg/runtime.</remarks>
    public virtual string ConverterMessage => Message;
}
