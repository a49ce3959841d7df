using System.Buffers.Binary;
using Kite.Testing.ApiServer;

namespace Kite.IntegrationTests.ApiServer.Wire;

/// <summary>Clients that use HTTP/2 to do harm.</summary>
[TestFixture]
public sealed class Http2Tests
{
    private const byte EndStream = 1, EndHeaders = 4;
    private const long MaxGrowth = 100L * 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly byte[] Cancel = [0, 0, 0, 8];
    private ApiServerFixture server = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => server = await ApiServerFixture.StartAsync();

    [OneTimeTearDown]
    public Task StopAsync() => server.DisposeAsync().AsTask();

    [TearDown]
    public async Task Others_are_served_as_before() => Assert.That(await server.Http.GetStringAsync("/readyz"), Is.EqualTo("ok"));

    [Test]
    public async Task The_most_streams_of_a_connection_are_announced_and_kept_to()
    {
        await using var connection = await Http2Connection.OpenAsync(server);
        var settings = await connection.FindAsync((type, _, payload) => type == Http2Connection.Settings && payload.Length > 0, Patience);
        var most = Settings(settings!.Value.Payload)[3];
        Assert.That(most, Is.InRange(100, 1000));
        await connection.FloodAsync(i => Http2Connection.Frame(Http2Connection.Headers, EndStream | EndHeaders, (2 * i) + 1, Http2Connection.Get("/api/v1/configmaps?watch=1")), (int)most + 1);
        var refused = await connection.FindAsync((type, _, _) => type is Http2Connection.Reset or Http2Connection.GoAway, Patience);
        Assert.That(refused, Is.Not.Null);
        Assert.That((refused!.Value.Type, refused.Value.Stream, refused.Value.Payload[3]), Is.EqualTo((Http2Connection.Reset, (2 * (int)most) + 1, (byte)7)), "REFUSED_STREAM");
    }

    [Test]
    public async Task Streams_that_are_reset_as_soon_as_they_are_opened_cost_little()
    {
        await using var connection = await Http2Connection.OpenAsync(server);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await connection.FloodAsync(
            i =>
            [
                .. Http2Connection.Frame(Http2Connection.Headers, EndStream | EndHeaders, (2 * i) + 1, Http2Connection.Get("/api/v1/pods")),
                .. Http2Connection.Frame(Http2Connection.Reset, 0, (2 * i) + 1, Cancel),
            ],
            20_000);
        Assert.That(GC.GetTotalMemory(forceFullCollection: true) - before, Is.LessThan(MaxGrowth));
    }

    [TestCase(Http2Connection.Settings)]
    [TestCase(Http2Connection.Ping)]
    public async Task Frames_that_want_an_answer_nobody_reads_cost_little(byte type)
    {
        await using var connection = await Http2Connection.OpenAsync(server);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var payload = type == Http2Connection.Ping ? new byte[8] : [];
        var frames = Enumerable.Repeat(Http2Connection.Frame(type, 0, 0, payload), 100).SelectMany(frame => frame).ToArray();
        // Where the server stops reading because its answers don't go out, sending hangs: that is as good as closing.
        await Task.WhenAny(connection.FloodAsync(_ => frames, 2_000), Task.Delay(TimeSpan.FromSeconds(5)));
        Assert.That(GC.GetTotalMemory(forceFullCollection: true) - before, Is.LessThan(MaxGrowth));
    }

    [Test]
    public async Task Headers_that_never_end_are_not_kept()
    {
        await using var connection = await Http2Connection.OpenAsync(server);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var part = Http2Connection.Get("/version", ("x", new string('a', 16_000)))[^16_000..];
        await connection.SendAsync(Http2Connection.Frame(Http2Connection.Headers, EndStream, 1, Http2Connection.Get("/version")));
        await connection.FloodAsync(_ => Http2Connection.Frame(Http2Connection.Continuation, 0, 1, part), 5_000);
        Assert.That(await connection.FindAsync((type, _, _) => type == Http2Connection.GoAway, Patience), Is.Null.Or.Property("HasValue").EqualTo(true));
        Assert.That(GC.GetTotalMemory(forceFullCollection: true) - before, Is.LessThan(MaxGrowth));
    }

    [TestCase(500_000, "200")]
    [TestCase(1_200_000, "431")]
    public async Task Large_headers_are_taken_up_to_a_megabyte(int length, string code)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/version") { Version = new Version(2, 0), VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        request.Headers.TryAddWithoutValidation("X-Large", new string('a', length));
        try
        {
            using var response = await server.Http.SendAsync(request);
            Assert.That(((int)response.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture), Is.EqualTo(code));
        }
        catch (HttpRequestException) when (code == "431")
        {
            // The connection may end before the answer is read.
        }
    }

    private static Dictionary<int, long> Settings(byte[] payload)
    {
        var settings = new Dictionary<int, long>();
        for (var at = 0; at + 6 <= payload.Length; at += 6) settings[BinaryPrimitives.ReadUInt16BigEndian(payload.AsSpan(at))] = BinaryPrimitives.ReadUInt32BigEndian(payload.AsSpan(at + 2));
        return settings;
    }
}
