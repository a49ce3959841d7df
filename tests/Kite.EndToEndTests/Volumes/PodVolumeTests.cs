namespace Kite.EndToEndTests.Volumes;

internal sealed class PodVolumeTests : ClusterTest
{
    [Test]
    public async Task Changes_of_ConfigMaps_Secrets_and_labels_are_in_the_files_within_seconds_and_optional_sources_when_they_come()
    {
        await Kubectl.RunAsync("create", "configmap", "colours", "--from-literal=sky=blue");
        await Kubectl.RunAsync("create", "secret", "generic", "hidden", "--from-literal=word=one");
        await Kubectl.ApplyAsync(Manifests.Pod("live", "sleep 1000",
            """
            volumeMounts:
              - { name: all, mountPath: /all }
              - { name: colours, mountPath: /part, subPath: sky }
              - { name: colours, mountPath: /colours }
            """,
            """
            volumes:
              - { name: colours, configMap: { name: colours } }
              - name: all
                projected:
                  sources:
                    - { configMap: { name: late, optional: true } }
                    - { secret: { name: hidden } }
                    - { downwardAPI: { items: [{ path: mood, fieldRef: { fieldPath: "metadata.labels['mood']" } }] } }
            """));
        await Kubectl.ReadyAsync("live");
        await Kubectl.RunAsync("patch", "configmap", "colours", "-p", "{\"data\":{\"sky\":\"grey\"}}");
        await Kubectl.RunAsync("patch", "secret", "hidden", "-p", "{\"stringData\":{\"word\":\"two\"}}");
        await Kubectl.RunAsync("label", "pod", "live", "mood=good");
        await Kubectl.RunAsync("create", "configmap", "late", "--from-literal=late=yes");
        // Sooner than by the round that upstream's kubelet makes about once a minute.
        await Eventually.That(() => CatAsync("/colours/sky", "/all/word", "/all/mood", "/all/late"), Is.EqualTo("greytwogoodyes"), seconds: 40);
        Assert.That(await CatAsync("/part"), Is.EqualTo("blue"), "a part of a volume stays as it was when the container started");

        async Task<string> CatAsync(params string[] files) => (await Kubectl.TryAsync(["exec", "live", "--", "cat", .. files])).Output;
    }

    [Test]
    public async Task A_volume_in_memory_holds_no_more_than_it_may_and_parts_of_volumes_lead_nowhere_else()
    {
        await Kubectl.ApplyAsync(Manifests.Pod("limits",
            "dd if=/dev/zero of=/ram/big bs=1M count=3 2>&1 | grep -c 'No space'; grep ' /ram ' /proc/mounts | grep -o size=[0-9]*k; echo here > /part/file; cat /scratch/deep/down/file",
            """
            env: [{ name: WHERE, value: down }]
            volumeMounts:
              - { name: ram, mountPath: /ram }
              - { name: scratch, mountPath: /scratch }
              - { name: scratch, mountPath: /part, subPathExpr: deep/$(WHERE) }
            """,
            "volumes: [{ name: ram, emptyDir: { medium: Memory, sizeLimit: 2Mi } }, { name: scratch, emptyDir: {} }]",
            restartPolicy: "Never"));
        Assert.That(await Kubectl.EndedAsync("limits"), Is.EqualTo("Succeeded"));
        Assert.That(await Kubectl.RunAsync("logs", "limits"), Is.EqualTo("1\nsize=2048k\nhere\n"));

        await Kubectl.ApplyAsync(Manifests.Pod("escape", "sleep 1000", "volumeMounts: [{ name: scratch, mountPath: /scratch, subPath: way }]",
            """
            volumes: [{ name: scratch, emptyDir: {} }]
            initContainers:
              - { name: link, image: kite/test:1, command: [ln, -s, /etc, /scratch/way], volumeMounts: [{ name: scratch, mountPath: /scratch }] }
            """));
        await Kubectl.EventuallyAsync("{.status.containerStatuses[0].state.waiting.message}", Is.EqualTo("failed to prepare subPath for volumeMount \"scratch\" of container \"main\""), "pod", "escape");
    }

    [Test]
    public async Task A_mount_in_a_volume_is_read_only_too_where_the_pod_wants_that()
    {
        var directory = SharedCluster.DirectoryFor($"readonly-{Namespace}");
        var inner = Directory.CreateDirectory(Path.Combine(directory, "inner")).FullName;
        (await Command.RunAsync("mount", ["-t", "tmpfs", "tmpfs", inner])).Succeeded();
        try
        {
            await Kubectl.ApplyAsync(Manifests.Pod("readonly", "touch /all/inner/a 2>&1; touch /top/inner/b && echo written",
                """
                volumeMounts:
                  - { name: files, mountPath: /all, readOnly: true, recursiveReadOnly: Enabled }
                  - { name: files, mountPath: /top, readOnly: true }
                """,
                $"volumes: [{{ name: files, hostPath: {{ path: {directory} }} }}]", restartPolicy: "Never"));
            Assert.That(await Kubectl.EndedAsync("readonly"), Is.EqualTo("Succeeded"));
            Assert.That(await Kubectl.RunAsync("logs", "readonly"), Does.Contain("Read-only file system").And.Contain("written"));
            Assert.That(await Kubectl.PathAsync("{.status.containerStatuses[0].volumeMounts[*].recursiveReadOnly}", "pod", "readonly"), Does.StartWith("Enabled Disabled"));
        }
        finally
        {
            (await Command.RunAsync("umount", [inner])).Succeeded();
        }
    }
}
