using System.Net.Sockets;
using System.Text;
using Kite.Hosting;

namespace Kite.UnitTests.Hosting;

[TestFixture]
internal sealed class NotifySocketTests
{
    [Test]
    public void The_service_manager_hears_ready_and_stopping()
    {
        var path = Path.Combine(Path.GetTempPath(), $"kite-notify-{Guid.NewGuid():N}");
        using var listener = Listen(path);
        var socket = new NotifySocket(path);
        socket.Ready();
        socket.Stopping();
        Assert.That(Receive(listener), Is.EqualTo("READY=1"));
        Assert.That(Receive(listener), Is.EqualTo("STOPPING=1"));
        File.Delete(path);
    }

    [Test]
    public void A_leading_at_sign_is_the_abstract_namespace()
    {
        var name = $"kite-notify-{Guid.NewGuid():N}";
        using var listener = Listen("\0" + name);
        new NotifySocket("@" + name).Ready();
        Assert.That(Receive(listener), Is.EqualTo("READY=1"));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("/nowhere/notify")]
    public void Nobody_listening_is_no_failure(string? path) => Assert.That(() => new NotifySocket(path).Ready(), Throws.Nothing);

    private static Socket Listen(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 5000 };
        socket.Bind(new UnixDomainSocketEndPoint(path));
        return socket;
    }

    private static string Receive(Socket socket)
    {
        var buffer = new byte[256];
        return Encoding.UTF8.GetString(buffer, 0, socket.Receive(buffer));
    }
}
