using System.Net;
using Kite.Agent.Kubelet;
using Kite.Agent.Kubelet.Devices;
using Kite.Agent.Kubelet.Nodes;
using Kite.Agent.Runtime;
using Kite.Api.Models;
using Kite.Api.Models.CoreV1;
using Kite.UnitTests.Api;

namespace Kite.UnitTests.Agent.Kubelet.Nodes;

internal sealed class NodeDescriptionTests
{
    [Test]
    public void The_server_keeps_a_status_as_it_was_reported()
    {
        var options = new KubeletOptions { NodeName = "n", DataDirectory = Path.GetTempPath(), Version = "v1.37.0", NodeIP = IPAddress.Parse("192.0.2.1") };
        var description = new NodeDescription(options, new NodeCapacity(options), new ExtendedResources(), new NodeAddresses(options));
        var engine = new RuntimeInfo("docker", "20.10", "/", "Debian", "6.1") { Handlers = [new(""), new("runc", HasUserNamespaces: true)], HasStrictGroups = true };

        var reported = description.AddTo(NodeStatus.Empty, engine, [new RuntimeImage("sha256:1", ["busybox:1"], [], 5)]);

        // One that it kept otherwise would be reported again with every look at the node.
        var stored = ApiFixture.Decode("Node", ModelJson.ToText(new Node { Status = reported })).Value;
        Assert.That(ModelJson.Parse<Node>(Kite.Api.Codecs.JsonCodec.ToUtf8(stored)).Status, Is.EqualTo(reported));
    }
}
