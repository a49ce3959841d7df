using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Google.Protobuf;

namespace Kite.IntegrationTests.ApiServer.Protobuf;

/// <summary>A client that neither sends nor accepts anything but protobuf; patches excepted, which have no such form.</summary>
internal sealed class ProtobufClient(HttpClient http)
{
    internal const string MediaType = "application/vnd.kubernetes.protobuf";

    internal Task<T> CreateAsync<T>(string path, string apiVersion, string kind, T value)
        where T : class, IMessage<T>, new() => SendAsync<T>(HttpMethod.Post, path, Enveloped(apiVersion, kind, value));

    internal Task<T> UpdateAsync<T>(string path, string apiVersion, string kind, T value)
        where T : class, IMessage<T>, new() => SendAsync<T>(HttpMethod.Put, path, Enveloped(apiVersion, kind, value));

    internal Task<T> GetAsync<T>(string path, string accept = MediaType)
        where T : class, IMessage<T>, new() => SendAsync<T>(HttpMethod.Get, path, null, MediaType, accept);

    internal Task<T> PatchAsync<T>(string path, string patch, string type)
        where T : class, IMessage<T>, new() => SendAsync<T>(HttpMethod.Patch, path, Encoding.UTF8.GetBytes(patch), type);

    internal Task<T> DeleteAsync<T>(string path, PbDeleteOptions options)
        where T : class, IMessage<T>, new() => SendAsync<T>(HttpMethod.Delete, path, Enveloped("v1", "DeleteOptions", options));

    /// <summary>What the server says of a request that fails.</summary>
    internal async Task<(HttpStatusCode Code, PbStatus Status)> FailAsync(HttpMethod method, string path, byte[]? body = null)
    {
        using var response = await RequestAsync(method, path, body, MediaType, MediaType);
        return (response.StatusCode, Read<PbStatus>(await response.Content.ReadAsByteArrayAsync(), out _));
    }

    /// <summary>The events of a watch that lasts a second, the server's end of it.</summary>
    internal async Task<List<(string Type, string Kind, T Object)>> WatchAsync<T>(string path, string accept = MediaType)
        where T : class, IMessage<T>, new()
    {
        using var response = await RequestAsync(HttpMethod.Get, path, null, MediaType, accept);
        Assert.That(response.Content.Headers.NonValidated["Content-Type"].ToString(), Is.EqualTo(MediaType + ";stream=watch"));
        var bytes = await response.Content.ReadAsByteArrayAsync();
        var events = new List<(string, string, T)>();
        for (var at = 0; at < bytes.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(at));
            var next = PbWatchEvent.Parser.ParseFrom(bytes.AsSpan(at + 4, length));
            events.Add((next.Type, KindOf(next.Object.Raw.ToByteArray()), Read<T>(next.Object.Raw.ToByteArray(), out _)));
            at += 4 + length;
        }
        return events;
    }

    internal static byte[] Enveloped(string apiVersion, string kind, IMessage value) =>
        [.. "k8s\0"u8, .. new PbUnknown { TypeMeta = new PbTypeMeta { ApiVersion = apiVersion, Kind = kind }, Raw = value.ToByteString() }.ToByteArray()];

    private static string KindOf(byte[] body) => PbUnknown.Parser.ParseFrom(body.AsSpan(4)).TypeMeta.Kind;

    private static T Read<T>(byte[] body, out PbUnknown envelope)
        where T : class, IMessage<T>, new()
    {
        Assert.That(body.AsSpan(0, 4).SequenceEqual("k8s\0"u8), Is.True, () => Encoding.UTF8.GetString(body));
        envelope = PbUnknown.Parser.ParseFrom(body.AsSpan(4));
        var value = new T();
        value.MergeFrom(envelope.Raw);
        return value;
    }

    private async Task<T> SendAsync<T>(HttpMethod method, string path, byte[]? body, string type = MediaType, string accept = MediaType)
        where T : class, IMessage<T>, new()
    {
        using var response = await RequestAsync(method, path, body, type, accept);
        var bytes = await response.Content.ReadAsByteArrayAsync();
        Assert.That(response.IsSuccessStatusCode, Is.True, () => Encoding.UTF8.GetString(bytes));
        Assert.That(response.Content.Headers.ContentType?.ToString(), Is.EqualTo(MediaType));
        return Read<T>(bytes, out _);
    }

    private async Task<HttpResponseMessage> RequestAsync(HttpMethod method, string path, byte[]? body, string type, string accept)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Accept.ParseAdd(accept);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        }
        return await http.SendAsync(request);
    }
}
