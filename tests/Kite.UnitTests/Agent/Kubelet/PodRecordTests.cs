using Kite.Agent.Kubelet;
using Kite.Agent.Kubelet.Record;
using Kite.Api.Meta;
using Kite.Api.Models.CoreV1;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kite.UnitTests.Agent.Kubelet;

[TestFixture]
internal sealed class PodRecordTests
{
    private static readonly Pod Web = new()
    {
        Metadata = new() { Namespace = "shop", Name = "web", Uid = "u1", Generation = 1, ResourceVersion = "7" },
        Spec = new PodSpec { Volumes = [new Volume { Name = "c", ConfigMap = new ConfigMapVolumeSource { Name = "settings" } }], Containers = [new Container { Name = "main", Image = "app:1" }] },
    };

    private string directory = "";

    [SetUp]
    public void MakeDirectory() => directory = Directory.CreateTempSubdirectory("kite-record").FullName;

    [TearDown]
    public void RemoveDirectory() => Directory.Delete(directory, recursive: true);

    [Test]
    public async Task Another_run_finds_the_pods_and_what_they_are_made_from()
    {
        await KeepAsync(record =>
        {
            record.Keep(Web);
            record.Keep(new ConfigMap { Metadata = new() { Namespace = "shop", Name = "settings", ResourceVersion = "3" }, Data = new Dictionary<string, string> { ["a"] = "1" } });
        });
        var later = Open();
        Assert.That(later.Load().Single(), Is.EqualTo(Web with { Metadata = Web.Metadata with { ResourceVersion = "" } }));
        Assert.That(later.FindConfigMap(new ObjectKey("shop", "settings"))!.Data["a"], Is.EqualTo("1"));
        Assert.That(Files().Select(file => File.GetUnixFileMode(file)), Is.All.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Test]
    public async Task Secrets_are_not_kept_where_they_may_not_be_and_those_kept_before_go()
    {
        var secret = new Secret { Metadata = new() { Namespace = "shop", Name = "key", ResourceVersion = "3" } };
        await KeepAsync(record => record.Keep(secret));
        Assert.That(Open().FindSecret(new ObjectKey("shop", "key")), Is.Not.Null);
        await KeepAsync(record => record.Keep(secret), offlineSecrets: false);
        Assert.That(Files(), Is.Empty);
    }

    [Test]
    public async Task Only_a_new_spec_or_the_end_of_a_pod_is_written()
    {
        await KeepAsync(record => record.Keep(Web));
        var file = Files().Single();
        File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch);
        await KeepAsync(record => record.Keep(Web with { Status = new PodStatus { Phase = "Running" } }));
        Assert.That(File.GetLastWriteTimeUtc(file), Is.EqualTo(DateTime.UnixEpoch));
        await KeepAsync(record => record.Keep(Web with { Status = new PodStatus { Phase = "Succeeded" } }));
        Assert.That(Open().Load().Single().Status.Phase, Is.EqualTo("Succeeded"));
    }

    [Test]
    public async Task A_pod_that_is_no_more_takes_with_it_what_only_it_needed()
    {
        await KeepAsync(record =>
        {
            record.Keep(Web);
            record.Keep(new ConfigMap { Metadata = new() { Namespace = "shop", Name = "settings", ResourceVersion = "3" } });
        });
        await KeepAsync(record => record.Forget("u1"));
        Assert.That(Files(), Is.Empty);
    }

    [Test]
    public async Task A_damaged_file_costs_its_pod_alone()
    {
        await KeepAsync(record => record.Keep(Web));
        await File.WriteAllTextAsync(Path.Combine(directory, "record", "pods", "damaged.json"), "{");
        Assert.That(Open().Load().Count, Is.EqualTo(1));
    }

    private PodRecord Open(bool offlineSecrets = true) =>
        new(new KubeletOptions { NodeName = "n", DataDirectory = directory, Version = "v1", OfflineSecrets = offlineSecrets }, NullLogger<PodRecord>.Instance);

    private string[] Files() => Directory.GetFiles(Path.Combine(directory, "record"), "*", SearchOption.AllDirectories);

    private async Task KeepAsync(Action<PodRecord> keep, bool offlineSecrets = true)
    {
        using var record = Open(offlineSecrets);
        record.Load();
        await record.StartAsync(CancellationToken.None);
        keep(record);
        await record.StopAsync(CancellationToken.None);
    }
}
