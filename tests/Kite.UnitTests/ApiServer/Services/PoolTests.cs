using Kite.Api.Errors;
using Kite.Api.Meta;
using Kite.ApiServer.Services;

namespace Kite.UnitTests.ApiServer.Services;

public sealed class PoolTests
{
    private static readonly ObjectKey Owner = new("ns", "a");
    private static readonly ObjectKey Other = new("ns", "b");

    [Test]
    public void All_addresses_but_the_systems_own_are_given_out_once_the_reserved_ones_last()
    {
        var range = new ServiceRange("10.0.0.0/24");
        var pool = new AddressPool(range);
        var given = new List<string>();
        while (TryFree(pool, out var address))
        {
            pool.Table.Take(address, Owner);
            given.Add(address);
        }

        Assert.That(given, Is.Unique);
        Assert.That(given, Has.Count.EqualTo(252));
        Assert.That(given, Has.None.EqualTo("10.0.0.1").And.None.EqualTo("10.0.0.10").And.None.EqualTo("10.0.0.0").And.None.EqualTo("10.0.0.255"));
        Assert.That(given[^1], Is.EqualTo("10.0.0.15"));
    }

    [TestCase("10.0.1.1", "the provided IP (10.0.1.1) is not in the valid range. The range of valid IPs is 10.0.0.0/24")]
    [TestCase("10.0.0.0", "the provided IP (10.0.0.0) is not in the valid range. The range of valid IPs is 10.0.0.0/24")]
    [TestCase("10.0.0.7", "provided IP is already allocated")]
    [TestCase("10.0.0.8", null)]
    public void An_address_asked_for_is_checked(string address, string? problem)
    {
        var pool = new AddressPool(new ServiceRange("10.0.0.0/24"));
        pool.Table.Take("10.0.0.7", Other);

        Assert.That(pool.Problem(address, Owner), Is.EqualTo(problem));
    }

    [Test]
    public void Only_the_owner_releases()
    {
        var pool = new NodePortPool(30000, 30001);
        pool.Table.Take(30000, Owner);

        pool.Table.Release(30000, Other);
        Assert.That(pool.Problem(30000, Other), Is.EqualTo("provided port is already allocated"));
        pool.Table.Release(30000, Owner);
        Assert.That(pool.Problem(30000, Other), Is.Null);
    }

    private static bool TryFree(AddressPool pool, out string address)
    {
        try
        {
            address = pool.Free();
            return true;
        }
        catch (ApiStatusException)
        {
            address = "";
            return false;
        }
    }
}
