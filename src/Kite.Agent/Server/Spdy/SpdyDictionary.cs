using System.Buffers.Binary;
using System.Text;

namespace Kite.Agent.Server.Spdy;

/// <summary>The text that SPDY/3 header compression starts from: common header names, each after its length, then common values.</summary>
/// <remarks><see href="https://www.chromium.org/spdy/spdy-protocol/spdy-protocol-draft3-1/"/>, section 2.6.10.</remarks>
internal static class SpdyDictionary
{
    private const string Names =
        "options head post put delete trace accept accept-charset accept-encoding accept-language accept-ranges age allow authorization cache-control connection " +
        "content-base content-encoding content-language content-length content-location content-md5 content-range content-type date etag expect expires from host " +
        "if-match if-modified-since if-none-match if-range if-unmodified-since last-modified location max-forwards pragma proxy-authenticate proxy-authorization " +
        "range referer retry-after server te trailer transfer-encoding upgrade user-agent vary via warning www-authenticate method get status 200_OK version " +
        "HTTP/1.1 url public set-cookie keep-alive origin";

    private const string Values =
        "100101201202205206300302303304305306307402405406407408409410411412413414415416417502504505203 Non-Authoritative Information204 No Content" +
        "301 Moved Permanently400 Bad Request401 Unauthorized403 Forbidden404 Not Found500 Internal Server Error501 Not Implemented503 Service Unavailable" +
        "Jan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec 00:00:00 Mon, Tue, Wed, Thu, Fri, Sat, Sun, GMT" +
        "chunked,text/html,image/png,image/jpg,image/gif,application/xml,application/xhtml+xml,text/plain,text/javascript,public" +
        "privatemax-age=gzip,deflate,sdchcharset=utf-8charset=iso-8859-1,utf-,*,enq=0.";

    /// <summary>The dictionary; not to be changed.</summary>
    public static byte[] Bytes { get; } = Build();

    private static byte[] Build()
    {
        using var dictionary = new MemoryStream();
        Span<byte> length = stackalloc byte[4];
        foreach (var name in Names.Split(' '))
        {
            var text = Encoding.ASCII.GetBytes(name.Replace('_', ' '));
            BinaryPrimitives.WriteInt32BigEndian(length, text.Length);
            dictionary.Write(length);
            dictionary.Write(text);
        }
        dictionary.Write(Encoding.ASCII.GetBytes(Values));
        return dictionary.ToArray();
    }
}
