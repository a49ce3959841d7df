using System.Text;
using Kite.Agent.Kubelet;
using Kite.Agent.Kubelet.Sources.Manifests;
using Kite.Api.Models.CoreV1;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kite.UnitTests.Agent.Kubelet;

[TestFixture]
internal sealed class ManifestTests
{
    private const string Web = "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n  - {name: main, image: \"app:1\"}\n";
    private string directory = "";
    private KubeletOptions options = null!;

    [SetUp]
    public void MakeDirectory()
    {
        directory = Directory.CreateTempSubdirectory("kite-manifests").FullName;
        options = new KubeletOptions { NodeName = "node1", DataDirectory = directory, Version = "v1" };
    }

    [TearDown]
    public void RemoveDirectory() => Directory.Delete(directory, recursive: true);

    [TestCase(Web)]
    [TestCase("""{"kind":"Pod","metadata":{"name":"web"},"spec":{"containers":[{"name":"main","image":"app:1"}]}}""")]
    public void A_manifest_becomes_a_pod_of_the_node(string manifest)
    {
        var pod = Read(manifest);
        Assert.Multiple(() =>
        {
            Assert.That((pod.Metadata.Namespace, pod.Metadata.Name, pod.Spec.NodeName), Is.EqualTo(("default", "web-node1", "node1")));
            Assert.That(pod.Metadata.Annotations, Does.ContainKey("kubernetes.io/config.source").WithValue("file").And.ContainKey("kubernetes.io/config.hash").WithValue(pod.Metadata.Uid));
            Assert.That(pod.Spec.RestartPolicy, Is.EqualTo("Always"));
            Assert.That(pod.Spec.Tolerations.Single(), Is.EqualTo(new Toleration { Operator = "Exists", Effect = "NoExecute" }));
            Assert.That(StaticPods.IsStatic(pod), Is.True);
        });
    }

    [Test]
    public void Another_content_is_another_pod()
    {
        var uid = Read(Web).Metadata.Uid;
        Assert.That(Read(Web).Metadata.Uid, Is.EqualTo(uid), "of the same content");
        Assert.That(Read(Web.Replace("app:1", "app:2")).Metadata.Uid, Is.Not.EqualTo(uid));
    }

    [TestCase("", "it holds no object")]
    [TestCase("[1]", "it holds no object")]
    [TestCase("a: [", "yaml")]
    [TestCase("kind: Deployment", "invalid pod")]
    [TestCase("""{"kind":"Pod","metadata":{"name":"web"}}""", "spec.containers")]
    [TestCase("""{"kind":"Pod","metadata":{"name":"web"},"spec":{"containers":7}}""", "containers")]
    [TestCase("""{"kind":"Pod","metadata":[],"spec":{}}""", "")]
    [TestCase("""{"kind":"Pod","metadata":{"name":"web"},"spec":{"serviceAccountName":"x","containers":[{"name":"main","image":"app:1"}]}}""", "may not reference a service account")]
    [TestCase("""{"kind":"Pod","metadata":{"name":"web"},"spec":{"volumes":[{"name":"s","secret":{"secretName":"x"}}],"containers":[{"name":"main","image":"app:1"}]}}""", "may not reference secrets")]
    public void What_is_no_pod_that_can_run_is_refused(string manifest, string why) =>
        Assert.That(() => Read(manifest), Throws.InstanceOf<ManifestException>().With.Message.Contains(why));

    [Test, CancelAfter(60_000)]
    public async Task The_directory_is_followed_and_a_damaged_file_keeps_its_pod(CancellationToken cancellationToken)
    {
        var seen = System.Threading.Channels.Channel.CreateUnbounded<string>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = new ManifestDirectory(options, new ManifestReader(options, TimeProvider.System), TimeProvider.System, NullLogger<ManifestDirectory>.Instance)
            .RunAsync(pods => seen.Writer.TryWrite(string.Join(' ', pods.Select(pod => pod.Metadata.Name).Order())), stop.Token);
        async Task Until(string names)
        {
            while (await seen.Reader.ReadAsync(cancellationToken) != names)
            {
                // Not yet.
            }
        }

        await Until("");
        var path = Path.Combine(options.ManifestPath, "web.yaml");
        await File.WriteAllTextAsync(path, Web, cancellationToken);
        await Until("web-node1");
        await File.WriteAllTextAsync(path, "a: [", cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(options.ManifestPath, "b.json"), Web.Replace("web", "other"), cancellationToken);
        await Until("other-node1 web-node1");
        File.Delete(path);
        await Until("other-node1");
        await stop.CancelAsync();
        await running;
    }

    private Pod Read(string manifest) => new ManifestReader(options, TimeProvider.System).Read("/m/web.yaml", Encoding.UTF8.GetBytes(manifest));
}
