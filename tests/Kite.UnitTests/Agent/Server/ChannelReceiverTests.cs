using System.IO.Pipelines;
using System.Text;
using Kite.Agent.Server.Sessions;
using Kite.Agent.Server.WebSockets;

namespace Kite.UnitTests.Agent.Server;

[CancelAfter(60_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class ChannelReceiverTests
{
    private readonly Pipe input = new();
    private readonly Pipe sizes = new();

    private ChannelReceiver Receiver(string protocol) => new(
        ChannelProtocol.Choose([protocol])!,
        new Dictionary<byte, PipeWriter> { [ChannelProtocol.Stdin] = input.Writer, [ChannelProtocol.Resize] = sizes.Writer });

    private async Task<string> InputAsync(CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(input.Reader.AsStream());
        return await reader.ReadToEndAsync(cancellationToken);
    }

    [Test]
    public async Task Messages_in_pieces_are_put_together_and_sorted_by_their_first_byte(CancellationToken cancellationToken)
    {
        var receiver = Receiver("v4.channel.k8s.io");
        await receiver.ReceiveAsync("\0he"u8.ToArray(), isLast: false);
        await receiver.ReceiveAsync("llo"u8.ToArray(), isLast: true);
        await receiver.ReceiveAsync("\u0004{\"Width\":80,\"Hei"u8.ToArray(), isLast: true);
        await receiver.ReceiveAsync("\u0004ght\":24}\n{\"Width\":0,\"Height\":0}{\"Width\":81,\"Height\":25}"u8.ToArray(), isLast: true);
        await receiver.ReceiveAsync("\u0007nobody's"u8.ToArray(), isLast: true);
        await receiver.CompleteAsync();

        var read = new List<(int, int)>();
        await foreach (var size in TerminalSizes.ReadAllAsync(sizes.Reader, cancellationToken)) read.Add(size);
        Assert.That(await InputAsync(cancellationToken), Is.EqualTo("hello"));
        Assert.That(read, Is.EqualTo(new[] { (80, 24), (81, 25) }));
    }

    [Test]
    public async Task Version_5_ends_standard_input_alone_and_drops_what_follows(CancellationToken cancellationToken)
    {
        var receiver = Receiver("v5.channel.k8s.io");
        await receiver.ReceiveAsync("\0all"u8.ToArray(), isLast: true);
        await receiver.ReceiveAsync(new byte[] { ChannelProtocol.Close, ChannelProtocol.Stdin }, isLast: true);
        await receiver.ReceiveAsync("\0more"u8.ToArray(), isLast: true);
        Assert.That(await InputAsync(cancellationToken), Is.EqualTo("all"));
    }

    [Test]
    public async Task Base64_messages_are_decoded(CancellationToken cancellationToken)
    {
        var receiver = Receiver("v4.base64.channel.k8s.io");
        await receiver.ReceiveAsync(Encoding.ASCII.GetBytes("0" + Convert.ToBase64String("hello"u8)), isLast: true);
        await receiver.CompleteAsync();
        Assert.That(await InputAsync(cancellationToken), Is.EqualTo("hello"));
        Assert.That(async () => await receiver.ReceiveAsync("0!!"u8.ToArray(), isLast: true), Throws.TypeOf<FormatException>());
    }

    [Test]
    public void The_first_known_protocol_that_the_client_offers_is_chosen()
    {
        Assert.That(ChannelProtocol.Choose(["v9.channel.k8s.io", "v4.channel.k8s.io", "v5.channel.k8s.io"])!.Version, Is.EqualTo(4));
        Assert.That(ChannelProtocol.Choose(["other"]), Is.Null);
        Assert.That(ChannelProtocol.Choose([])!.Name, Is.Null);
    }
}
