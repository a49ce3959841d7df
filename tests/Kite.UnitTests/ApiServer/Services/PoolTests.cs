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
        var pool = Pool("10.0.0.0/24");
        var given = new List<string>();
        while (TryFree(pool, out var address))
        {
            pool.Table.Take(address, Owner);
            given.Add(address);
        }

        Assert.That(given, Is.Unique);
        Assert.That(given, Has.Count.EqualTo(251));
        Assert.That(given, Has.None.EqualTo("10.0.0.1").And.None.EqualTo("10.0.0.10").And.None.EqualTo("10.0.0.0").And.None.EqualTo("10.0.0.255").And.None.EqualTo("10.0.0.9"));
        Assert.That(given[^1], Is.EqualTo("10.0.0.16"));
    }

    [TestCase("10.0.1.1", "the provided network does not match the current range")]
    [TestCase("fd00::1", "the provided network does not match the current range")]
    [TestCase("10.0.0.9", "provided IP is already allocated")]
    [TestCase("10.0.0.255", "the provided IP (10.0.0.255) is not in the valid range. The range of valid IPs is 10.0.0.0/24")]
    [TestCase("10.0.0.0", "the provided IP (10.0.0.0) is not in the valid range. The range of valid IPs is 10.0.0.0/24")]
    [TestCase("10.0.0.7", "provided IP is already allocated")]
    [TestCase("10.0.0.8", null)]
    public void An_address_asked_for_is_checked(string address, string? problem)
    {
        var pool = Pool("10.0.0.0/24");
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

    [Test]
    public void A_further_range_takes_over_where_the_first_is_full()
    {
        var pool = Pool("10.0.0.0/30", "10.1.0.0/30");
        var given = new List<string>();
        while (TryFree(pool, out var address))
        {
            pool.Table.Take(address, Owner);
            given.Add(address);
        }

        Assert.That(given, Is.EquivalentTo(new[] { "10.0.0.1", "10.0.0.2", "10.1.0.1", "10.1.0.2" }));
    }

    [TestCase("fd00:43::/112")]
    [TestCase("fd00:43::/64")]
    public void IPv6_addresses_are_given_out_of_their_own_range(string cidr)
    {
        var pool = Pool("10.0.0.0/24", cidr);

        for (var i = 0; i < 1000; i++)
        {
            var address = pool.Free(isIPv6: true);
            Assert.That(address, Does.StartWith("fd00:43::"));
            Assert.That(pool.Problem(address, Owner), Is.Null);
            Assert.That(pool.Table.Take(address, Owner), Is.True);
        }
    }

    [TestCase("fd00::/126", "fd00::3", true)]
    [TestCase("fd00::/126", "fd00::", false)]
    [TestCase("fd00::/126", "fd00::4", false)]
    [TestCase("255.255.255.0/24", "255.255.255.254", true)]
    [TestCase("255.255.255.0/24", "255.255.255.255", false)]
    public void The_ends_of_a_range_are_as_upstream_has_them(string cidr, string address, bool isOffered) =>
        Assert.That(new ServiceRange(cidr).Offers(System.Net.IPAddress.Parse(address)), Is.EqualTo(isOffered));

    private static AddressPool Pool(params string[] cidrs)
    {
        var pool = new AddressPool(address => address == "10.0.0.9");
        pool.Use([.. cidrs.Select(cidr => new ServiceRange(cidr))]);
        return pool;
    }

    private static bool TryFree(AddressPool pool, out string address)
    {
        try
        {
            address = pool.Free(isIPv6: false);
            return true;
        }
        catch (ApiStatusException)
        {
            address = "";
            return false;
        }
    }
}
