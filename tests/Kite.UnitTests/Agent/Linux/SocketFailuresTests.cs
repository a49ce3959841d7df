using System.Net.Sockets;
using Kite.Agent.Linux;

namespace Kite.UnitTests.Agent.Linux;

internal sealed class SocketFailuresTests
{
    [Test]
    public void A_socket_that_is_not_there_is_said_not_to_be()
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        var failure = Assert.Throws<SocketException>(() => socket.Connect(new UnixDomainSocketEndPoint("/nowhere/engine.sock")));
        Assert.That(SocketFailures.Describe(failure, new Uri("unix:///nowhere/engine.sock")), Is.EqualTo("/nowhere/engine.sock: no such file or directory"));
    }

    [Test]
    public void Other_failures_say_what_they_are()
    {
        var refused = new SocketException((int)SocketError.ConnectionRefused);
        Assert.That(SocketFailures.Describe(refused, new Uri("unix:///nowhere/engine.sock")), Is.EqualTo(refused.Message));
    }
}
