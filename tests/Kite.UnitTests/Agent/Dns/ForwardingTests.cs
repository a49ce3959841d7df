using System.Net;
using Kite.Agent.Dns.Messages;

namespace Kite.UnitTests.Agent.Dns;

public sealed class ForwardingTests
{
    private static readonly DnsAnswer Known = new() { Records = [new AddressRecord("example.com", 20, IPAddress.Parse("198.51.100.7"))] };
    private DnsCluster cluster = null!;

    [SetUp]
    public void CreateCluster() => cluster = new DnsCluster();

    [TearDown]
    public void Dispose() => cluster.Dispose();

    [Test]
    public async Task An_answer_is_kept_and_its_time_to_live_shrinks()
    {
        cluster.Upstream.Answer = Known;
        await cluster.AskAsync("example.com", RecordType.A);
        cluster.Time.Advance(TimeSpan.FromSeconds(15));

        var answer = await cluster.AskAsync("example.com", RecordType.A);

        Assert.That(answer.Answers, Is.EqualTo(new[] { "example.com 5 A 198.51.100.7" }));
        Assert.That(cluster.Upstream.Asked, Is.EqualTo(1));
    }

    [Test]
    public async Task An_answer_that_has_expired_is_asked_for_again()
    {
        cluster.Upstream.Answer = Known;
        await cluster.AskAsync("example.com", RecordType.A);
        cluster.Time.Advance(TimeSpan.FromSeconds(20));

        await cluster.AskAsync("example.com", RecordType.A);

        Assert.That(cluster.Upstream.Asked, Is.EqualTo(2));
    }

    [Test]
    public async Task A_missing_name_is_kept_as_long_as_its_SOA_says()
    {
        cluster.Upstream.Answer = new DnsAnswer { Code = ResponseCode.NameError, Authority = new AuthorityRecord("com", 10, "a", "b", 1) };
        await cluster.AskAsync("missing.com", RecordType.A);
        cluster.Time.Advance(TimeSpan.FromSeconds(9));
        Assert.That((await cluster.AskAsync("missing.com", RecordType.A)).Code, Is.EqualTo(ResponseCode.NameError));
        cluster.Time.Advance(TimeSpan.FromSeconds(1));

        await cluster.AskAsync("missing.com", RecordType.A);

        Assert.That(cluster.Upstream.Asked, Is.EqualTo(2));
    }

    [Test]
    public async Task Without_upstream_the_answer_is_a_failure() =>
        Assert.That((await cluster.AskAsync("example.com", RecordType.A)).Code, Is.EqualTo(ResponseCode.ServerFailure));

    [Test]
    public async Task A_malformed_upstream_answer_is_a_failure()
    {
        cluster.Upstream.Raw = [0, 0, 0x80, 0, 0, 0, 0, 9, 0, 0, 0, 0, 1];

        Assert.That((await cluster.AskAsync("example.com", RecordType.A)).Code, Is.EqualTo(ResponseCode.ServerFailure));
    }

    [Test]
    public async Task A_cached_answer_repeats_the_clients_id_and_letter_case()
    {
        cluster.Upstream.Answer = Known;
        await cluster.AskAsync("example.com", RecordType.A);
        var (query, _) = DnsQuestion.For("EXAMPLE.com", RecordType.A);
        query[0] = 0xAB;

        var answer = await cluster.AskRawAsync(query);

        Assert.That(cluster.Upstream.Asked, Is.EqualTo(1));
        Assert.That(answer[0], Is.EqualTo(0xAB));
        Assert.That(answer[12..query.Length], Is.EqualTo(query[12..]));
    }

    [Test]
    public async Task The_cache_does_not_grow_without_end()
    {
        cluster.Upstream.Answer = Known;

        for (var i = 0; i < 100; i++) await cluster.AskAsync($"n{i}.example.com", RecordType.A);
        await cluster.AskAsync("n99.example.com", RecordType.A);
        await cluster.AskAsync("n0.example.com", RecordType.A);

        Assert.That(cluster.Upstream.Asked, Is.EqualTo(101), "the last is still there, the first no longer");
    }

    [Test]
    public async Task An_answer_too_large_for_UDP_is_truncated_and_comes_whole_over_TCP()
    {
        cluster.Upstream.Answer = new DnsAnswer { Records = Enumerable.Range(0, 60).Select(i => new AddressRecord("example.com", 20, new IPAddress([198, 51, 100, (byte)i]))).ToArray() };

        var small = await cluster.AskAsync("example.com", RecordType.A);
        var whole = await cluster.AskAsync("example.com", RecordType.A, overTcp: true);

        Assert.That(small.Header.IsTruncated, Is.True);
        Assert.That(small.Size, Is.LessThanOrEqualTo(512));
        Assert.That(whole.Answers, Has.Length.EqualTo(60));
    }
}
