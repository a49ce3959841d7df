using System.Net;
using Kite.Agent.Dns.Messages;

namespace Kite.UnitTests.Agent.Dns;

public sealed class DnsMessageTests
{
    [Test]
    public void A_compression_pointer_that_leads_forward_or_to_itself_is_refused([Values(12, 13, 14)] byte target)
    {
        var offset = 12;
        byte[] message = [0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0xC0, target, 0];

        Assert.That(DnsName.TryRead(message, ref offset, out _), Is.False);
    }

    [Test]
    public void Two_names_that_point_at_each_other_are_refused()
    {
        var offset = 4;
        byte[] message = [1, (byte)'a', 0xC0, 4, 1, (byte)'b', 0xC0, 0];

        Assert.That(DnsName.TryRead(message, ref offset, out _), Is.False);
    }

    [Test]
    public void A_pointer_backwards_is_followed_and_the_reader_stands_behind_it()
    {
        byte[] message = [3, (byte)'C', (byte)'o', (byte)'m', 0, 1, (byte)'a', 0xC0, 0, 99];
        var offset = 5;

        Assert.That(DnsName.TryRead(message, ref offset, out var name), Is.True);
        Assert.That((name, offset), Is.EqualTo(("a.com", 9)));
    }

    [Test]
    public void A_name_longer_than_255_bytes_is_refused()
    {
        var message = Enumerable.Repeat<byte[]>([63, .. Enumerable.Repeat((byte)'a', 63)], 4).SelectMany(label => label).Append((byte)0).ToArray();
        var offset = 0;

        Assert.That(DnsName.TryRead(message, ref offset, out _), Is.False);
    }

    [Test]
    public void Names_are_compressed_against_the_question_and_each_other()
    {
        var (request, query) = DnsQuestion.For("web.default.svc.cluster.local", RecordType.A);
        var writer = new DnsWriter(DnsSizes.Udp);

        writer.WriteAnswer(request, query, new DnsAnswer { Records = [new AddressRecord(query.Name, 5, IPAddress.Loopback), new NameRecord(query.Name, 5, RecordType.Cname, "x.svc.cluster.local")] }, 512);

        Assert.That(writer.Written.Length, Is.EqualTo(request.Length + 16 + 12 + 4));
        Assert.That(new ReadAnswer(writer.Written.ToArray()).Answers[1], Does.EndWith("CNAME x.svc.cluster.local"));
    }

    [Test]
    public void An_answer_that_does_not_fit_keeps_whole_records_and_says_so([Values(64, 100, 200, 512)] int largest)
    {
        var (request, query) = DnsQuestion.For("many.default.svc.cluster.local", RecordType.A);
        var writer = new DnsWriter(DnsSizes.Udp);

        writer.WriteAnswer(request, query, new DnsAnswer { Records = Enumerable.Range(0, 100).Select(i => new AddressRecord(query.Name, 5, new IPAddress([10, 0, 0, (byte)i]))).ToArray() }, largest);

        var answer = new ReadAnswer(writer.Written.ToArray());
        Assert.That(answer.Size, Is.LessThanOrEqualTo(largest));
        Assert.That(answer.Header.IsTruncated, Is.True);
        Assert.That(answer.Answers, Has.Length.EqualTo((largest - request.Length) / 16));
    }

    [Test]
    public async Task A_client_with_EDNS_gets_an_OPT_record_and_larger_answers()
    {
        using var cluster = new DnsCluster();
        var (request, _) = DnsQuestion.For("cluster.local", RecordType.Soa);
        request[11] = 1;

        var answer = new ReadAnswer(await cluster.AskRawAsync([.. request, 0, 0, 41, 0x10, 0, 0, 0, 0, 0, 0, 0]));

        Assert.That(answer.Additionals, Has.One.Contains("OPT 4096"));
    }

    [Test]
    public async Task An_unknown_EDNS_version_is_answered_with_BADVERS()
    {
        using var cluster = new DnsCluster();
        var (request, _) = DnsQuestion.For("cluster.local", RecordType.Soa);
        request[11] = 1;

        var answer = new ReadAnswer(await cluster.AskRawAsync([.. request, 0, 0, 41, 0x10, 0, 0, 1, 0, 0, 0, 0]));

        Assert.That(answer.Additionals, Is.EqualTo(new[] { $" {1u << 24} OPT 4096" }));
    }

    [TestCase(new byte[0], Description = "nothing")]
    [TestCase(new byte[] { 1, 2, 3 }, Description = "no header")]
    [TestCase(new byte[] { 0, 1, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0 }, Description = "an answer")]
    public async Task Noise_is_not_answered(byte[] request)
    {
        using var cluster = new DnsCluster();

        Assert.That(await cluster.AskRawAsync(request), Is.Empty);
    }

    [TestCase(new byte[] { 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 }, (int)ResponseCode.FormatError)]
    [TestCase(new byte[] { 0, 1, 0x28, 0, 0, 0, 0, 0, 0, 0, 0, 0 }, (int)ResponseCode.NotImplemented)]
    [TestCase(new byte[] { 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 3 }, (int)ResponseCode.Refused)]
    public async Task What_is_no_question_of_the_internet_is_answered_with_an_error(byte[] request, int code)
    {
        using var cluster = new DnsCluster();

        Assert.That((int)new ReadAnswer(await cluster.AskRawAsync(request)).Code, Is.EqualTo(code));
    }

    [Test]
    public async Task No_bytes_whatever_break_the_responder()
    {
        using var cluster = new DnsCluster();
        await cluster.StartAsync();
        var random = new Random(4711);
        var (good, _) = DnsQuestion.For("_http._tcp.web.default.svc.cluster.local", RecordType.Srv);
        for (var i = 0; i < 20_000; i++)
        {
            var request = i % 2 == 0 ? new byte[random.Next(80)] : [.. good, 0, 0, 41, 16, 0, 0, 0, 0, 0, 0, 0];
            if (i % 2 == 0) random.NextBytes(request);
            for (var flips = random.Next(1, 6); flips > 0 && request.Length > 0; flips--) request[random.Next(request.Length)] = (byte)random.Next(256);
            cluster.Upstream.Raw = request;

            var answer = await cluster.AskRawAsync(request, overTcp: i % 3 == 0);

            if (answer.Length > 0 && !answer.AsSpan().SequenceEqual(request)) Assert.That(DnsHeader.TryRead(answer, out var header) && header.IsResponse, Is.True);
        }
    }
}
