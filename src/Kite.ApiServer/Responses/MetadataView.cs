using System.Buffers;
using System.Text;
using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.Responses;

/// <summary><c>PartialObjectMetadata</c>: an object's metadata as it is, under another kind.</summary>
internal static class MetadataView
{
    /// <summary>The view of one object.</summary>
    public static byte[] Of(CachedObject value, string version)
    {
        var buffer = new ArrayBufferWriter<byte>(value.MetadataJson.Length + 96);
        Write(buffer, value, version);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Writes the view of one object.</summary>
    public static void Write(IBufferWriter<byte> output, CachedObject value, string version)
    {
        output.Write("{\"kind\":\"PartialObjectMetadata\",\"apiVersion\":\"meta.k8s.io/"u8);
        output.Write(Encoding.UTF8.GetBytes(version));
        output.Write("\",\"metadata\":"u8);
        output.Write(value.MetadataJson.Span);
        output.Write("}"u8);
    }
}
