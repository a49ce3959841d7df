using Kite.Api.Models.CoreV1;
using Kite.ControlPlane.Controllers.Nodes;
using Kite.UnitTests.ControlPlane.Controllers.Harness;

namespace Kite.UnitTests.ControlPlane.Controllers.Nodes;

public sealed class NodeTtlControllerTests
{
    [Test]
    public async Task The_time_grows_with_the_cluster_and_shrinks_later_than_it_grew()
    {
        var world = new World();
        world.With(new NodeTtlController(world.Client));
        for (var i = 0; i < 100; i++) await world.Create(new Node { Metadata = new() { Name = $"n{i}" } });
        await world.Settle();
        Assert.That(await Times(world), Is.EqualTo(new[] { "0" }));
        await world.Create(new Node { Metadata = new() { Name = "one-more" } });
        await world.Settle();
        Assert.That(await Times(world), Is.EqualTo(new[] { "15" }));
        for (var i = 0; i < 11; i++) await world.Delete(await world.Get<Node>("", $"n{i}"));
        await world.Settle();
        Assert.That(await Times(world), Is.EqualTo(new[] { "15" }));
        await world.Delete(await world.Get<Node>("", "n20"));
        await world.Settle();
        Assert.That(await Times(world), Is.EqualTo(new[] { "0" }));
    }

    private static async Task<string[]> Times(World world) => [.. (await world.All<Node>()).Select(node => node.Metadata.Annotations.GetValueOrDefault("node.alpha.kubernetes.io/ttl") ?? "none").Distinct()];
}
