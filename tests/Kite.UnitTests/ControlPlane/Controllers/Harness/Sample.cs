using Kite.Api.Meta;
using Kite.Api.Models.AppsV1;
using Kite.Api.Models.CoreV1;
using Kite.Api.Models.MetaV1;

namespace Kite.UnitTests.ControlPlane.Controllers.Harness;

internal static class Sample
{
    public static PodTemplateSpec Template(string image = "web:1") => new()
    {
        Metadata = new ObjectMeta { Labels = new Dictionary<string, string> { ["app"] = "web" } },
        Spec = new PodSpec { Containers = [new Container { Name = "web", Image = image }] },
    };

    public static Deployment Deployment(int replicas, IntOrString? surge = null, IntOrString? unavailable = null) => new()
    {
        Metadata = new ObjectMeta { Name = "web", Namespace = "default" },
        Spec = new DeploymentSpec
        {
            Replicas = replicas,
            Selector = Selector(),
            Template = Template(),
            RevisionHistoryLimit = 10,
            ProgressDeadlineSeconds = 600,
            Strategy = new DeploymentStrategy { Type = "RollingUpdate", RollingUpdate = new RollingUpdateDeployment { MaxSurge = surge ?? "25%", MaxUnavailable = unavailable ?? "25%" } },
        },
    };

    public static ReplicaSet ReplicaSet(int replicas, string name = "web", int available = 0) => new()
    {
        Metadata = new ObjectMeta { Name = name, Namespace = "default" },
        Spec = new ReplicaSetSpec { Replicas = replicas, Selector = Selector(), Template = Template() },
        Status = new ReplicaSetStatus { Replicas = replicas, AvailableReplicas = available },
    };

    public static Pod Pod(string name, bool ready = true, string node = "n1", string ip = "10.42.0.5") => new()
    {
        Metadata = new ObjectMeta { Name = name, Namespace = "default", Uid = "uid-" + name, Labels = new Dictionary<string, string> { ["app"] = "web" } },
        Spec = new PodSpec { NodeName = node, Containers = [new Container { Name = "web" }] },
        Status = Status(ready) with { PodIP = ip, PodIPs = [new PodIP { Ip = ip }] },
    };

    public static PodStatus Status(bool ready, DateTimeOffset? since = null) => new()
    {
        Phase = "Running",
        Conditions = [new PodCondition { Type = "Ready", Status = ready ? "True" : "False", LastTransitionTime = since }],
    };

    private static LabelSelector Selector() => new() { MatchLabels = new Dictionary<string, string> { ["app"] = "web" } };
}
