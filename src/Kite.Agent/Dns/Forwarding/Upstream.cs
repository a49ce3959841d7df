using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Kite.Agent.Dns.Messages;

namespace Kite.Agent.Dns.Forwarding;

/// <summary>Asks the upstream resolvers: every query from a port of its own with a random id, so that answers can't be forged blindly.</summary>
internal sealed class Upstream(UpstreamServers servers, TimeProvider time) : IUpstream
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LittlePatience = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Grudge = TimeSpan.FromSeconds(10);
    private readonly ConcurrentDictionary<IPEndPoint, long> failures = new();

    public async Task<byte[]?> AskAsync(ReadOnlyMemory<byte> query, bool overTcp, CancellationToken cancellationToken)
    {
        foreach (var server in servers.Current.OrderBy(HasFailed).ToArray())
        {
            using var limit = new CancellationTokenSource(HasFailed(server) ? LittlePatience : Patience, time);
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
            try
            {
                var answer = overTcp ? await AskOverTcpAsync(server, query, patience.Token) : await AskOverUdpAsync(server, query, patience.Token);
                if (answer is not null)
                {
                    failures.TryRemove(server, out _);
                    return answer;
                }
            }
            catch (Exception e) when (e is SocketException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                // The next one may know.
            }
            failures[server] = time.GetTimestamp();
        }
        return null;
    }

    private static byte[] WithRandomId(ReadOnlyMemory<byte> query)
    {
        var copy = query.ToArray();
        RandomNumberGenerator.Fill(copy.AsSpan(0, 2));
        return copy;
    }

    private static async Task<byte[]?> AskOverUdpAsync(IPEndPoint server, ReadOnlyMemory<byte> query, CancellationToken cancellationToken)
    {
        var sent = WithRandomId(query);
        using var socket = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        await socket.ConnectAsync(server, cancellationToken);
        await socket.SendAsync(sent, cancellationToken);
        var buffer = new byte[DnsSizes.Udp];
        while (true)
        {
            var length = await socket.ReceiveAsync(buffer, cancellationToken);
            if (IsAnswerTo(sent, buffer.AsSpan(0, length))) return buffer[..length];
        }
    }

    private static async Task<byte[]?> AskOverTcpAsync(IPEndPoint server, ReadOnlyMemory<byte> query, CancellationToken cancellationToken)
    {
        var sent = WithRandomId(query);
        using var socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(server, cancellationToken);
        await using var stream = new NetworkStream(socket);
        await TcpFrames.WriteAsync(stream, sent, cancellationToken);
        var answer = await TcpFrames.ReadAsync(stream, cancellationToken);
        return answer is not null && IsAnswerTo(sent, answer) ? answer : null;
    }

    private static bool IsAnswerTo(ReadOnlySpan<byte> query, ReadOnlySpan<byte> answer)
    {
        if (!DnsHeader.TryRead(answer, out var header) || !header.IsResponse || header.Id != BinaryPrimitives.ReadUInt16BigEndian(query)) return false;
        if (header.Questions == 0) return header.ResponseCode is not ResponseCode.NoError;
        return SameQuestion(query, answer);
    }

    private static bool SameQuestion(ReadOnlySpan<byte> query, ReadOnlySpan<byte> answer)
    {
        var asked = DnsHeader.Size;
        var answered = DnsHeader.Size;
        return DnsName.TryRead(query, ref asked, out var name) && DnsName.TryRead(answer, ref answered, out var other) && name == other
            && answered + 4 <= answer.Length && query.Slice(asked, 4).SequenceEqual(answer.Slice(answered, 4));
    }

    private bool HasFailed(IPEndPoint server) => failures.TryGetValue(server, out var when) && time.GetElapsedTime(when) < Grudge;
}
