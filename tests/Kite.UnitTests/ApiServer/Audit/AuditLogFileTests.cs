using Kite.ApiServer.Audit;
using Kite.ApiServer.Audit.Backends;
using Microsoft.Extensions.Time.Testing;

namespace Kite.UnitTests.ApiServer.Audit;

[TestFixture]
public sealed class AuditLogFileTests
{
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private string directory = "";

    [SetUp]
    public void SetUp() => directory = Directory.CreateTempSubdirectory("kite-audit-").FullName;

    [TearDown]
    public void TearDown() => Directory.Delete(directory, recursive: true);

    [Test]
    public void A_log_that_grows_too_large_is_put_aside_and_only_so_many_are_kept()
    {
        Fill(new AuditOptions { LogPath = Path.Combine(directory, "audit.log"), LogMaxSize = 1, LogMaxBackup = 2 });
        Assert.That(Names(), Is.EqualTo(new[] { "audit-2026-01-02T03-04-08.000.log", "audit-2026-01-02T03-04-09.000.log", "audit.log" }));
    }

    [Test]
    public void Logs_that_were_put_aside_are_kept_for_so_many_days()
    {
        var options = new AuditOptions { LogPath = Path.Combine(directory, "audit.log"), LogMaxSize = 1, LogMaxAge = 1 };
        Fill(options);
        time.Advance(TimeSpan.FromDays(2));
        Fill(options, rounds: 2);
        Assert.That(Names(), Has.Length.EqualTo(3).And.None.StartsWith("audit-2026-01-02"));
    }

    [Test]
    public void A_log_goes_on_where_it_ended_and_only_its_owner_reads_it()
    {
        var options = new AuditOptions { LogPath = Path.Combine(directory, "deep", "audit.log") };
        foreach (var text in (string[])["one", "two"])
        {
            using var file = new AuditLogFile(options, time);
            file.Append(System.Text.Encoding.UTF8.GetBytes(text));
        }
        Assert.That(File.ReadAllText(options.LogPath), Is.EqualTo("one\ntwo\n"));
        Assert.That(File.GetUnixFileMode(options.LogPath), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    private void Fill(AuditOptions options, int rounds = 5)
    {
        using var file = new AuditLogFile(options, time);
        for (var i = 0; i < rounds; i++)
        {
            file.Append(new byte[700 * 1024]);
            time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    private string[] Names() => [.. Directory.GetFiles(directory).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];
}
