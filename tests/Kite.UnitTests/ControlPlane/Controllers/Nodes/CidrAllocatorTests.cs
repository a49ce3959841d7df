using System.Net;
using Kite.ControlPlane.Controllers.Nodes;

namespace Kite.UnitTests.ControlPlane.Controllers.Nodes;

internal sealed class CidrAllocatorTests
{
    [Test]
    public void Blocks_follow_each_other_and_skip_those_in_use()
    {
        var allocator = new CidrAllocator(IPNetwork.Parse("10.42.0.0/16"), 24);
        allocator.Occupy(IPNetwork.Parse("10.42.1.0/24"));
        Assert.That(new[] { allocator.Allocate(), allocator.Allocate() }, Is.EqualTo(new IPNetwork?[] { IPNetwork.Parse("10.42.0.0/24"), IPNetwork.Parse("10.42.2.0/24") }));
    }

    [Test]
    public void A_full_network_gives_nothing_until_a_block_comes_back()
    {
        var allocator = new CidrAllocator(IPNetwork.Parse("10.42.0.0/23"), 24);
        allocator.Allocate();
        var second = allocator.Allocate()!.Value;
        Assert.That(allocator.Allocate(), Is.Null);
        allocator.Release(second);
        Assert.That(allocator.Allocate(), Is.EqualTo(second));
    }

    [Test]
    public void IPv6_networks_are_shared_out_alike()
    {
        var allocator = new CidrAllocator(IPNetwork.Parse("fd00:42::/48"), 64);
        allocator.Allocate();
        Assert.That(allocator.Allocate().ToString(), Is.EqualTo("fd00:42:0:1::/64"));
    }
}
