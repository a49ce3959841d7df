using Kite.Agent.Kubelet.Pods;
using Kite.Agent.Runtime;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Settings;

/// <summary>Merges the pod's and the container's security context; the container's wins.</summary>
internal sealed class SecuritySettings(KubeletOptions options)
{
    /// <summary>Refuses a container that may not run as root but would.</summary>
    public static void CheckUser(Pod pod, Container container, RuntimeImage image)
    {
        if ((container.SecurityContext?.RunAsNonRoot ?? pod.Spec.SecurityContext?.RunAsNonRoot) is not true) return;
        var user = container.SecurityContext?.RunAsUser ?? pod.Spec.SecurityContext?.RunAsUser;
        var where = $"(pod: \"{PodRules.FullName(PodRules.IdentityOf(pod))}\", container: {container.Name})";
        if (user == 0) throw Refuse($"container's runAsUser breaks non-root policy {where}");
        if (user is not null) return;
        var name = UserOf(image);
        if (name == "0") throw Refuse($"container has runAsNonRoot and image will run as root {where}");
        if (!long.TryParse(name, out _)) throw Refuse($"container has runAsNonRoot and image has non-numeric user ({name}), cannot verify user is non-root {where}");
    }

    /// <summary>The settings.</summary>
    /// <exception cref="StartException">They contradict each other.</exception>
    public ContainerSecurity Of(Pod pod, Container container, RuntimeImage image)
    {
        var own = container.SecurityContext ?? SecurityContext.Empty;
        var common = pod.Spec.SecurityContext ?? PodSecurityContext.Empty;
        var isPrivileged = own.Privileged is true;
        var groups = common.SupplementalGroups.Select(group => group.ToString());
        if (common.FsGroup is { } fsGroup) groups = groups.Append(fsGroup.ToString());
        return new ContainerSecurity
        {
            User = User(own.RunAsUser ?? common.RunAsUser, own.RunAsGroup ?? common.RunAsGroup, image),
            Groups = groups.Distinct().ToArray(),
            StrictGroups = common.SupplementalGroupsPolicy == "Strict",
            Privileged = isPrivileged,
            ReadOnlyRoot = own.ReadOnlyRootFilesystem is true,
            NoNewPrivileges = own.AllowPrivilegeEscalation is false && !isPrivileged,
            AddCapabilities = own.Capabilities?.Add ?? [],
            DropCapabilities = own.Capabilities?.Drop ?? [],
            Seccomp = isPrivileged ? ContainerSecurity.Unconfined : Seccomp(own.SeccompProfile ?? common.SeccompProfile),
            AppArmor = isPrivileged ? "" : AppArmor(own.AppArmorProfile ?? common.AppArmorProfile),
            SelinuxLabel = SelinuxLabel(own.SeLinuxOptions ?? common.SeLinuxOptions),
            UnmaskedProc = own.ProcMount == "Unmasked",
        };
    }

    /// <summary>The user that the image asks for, without its group.</summary>
    private static string UserOf(RuntimeImage image) => image.User.Split(':')[0] is { Length: > 0 } name ? name : "0";

    private static StartException Refuse(string message) => new("CreateContainerConfigError", message);

    private static string User(long? user, long? group, RuntimeImage image)
    {
        if (group is null) return user?.ToString() ?? "";
        return $"{user?.ToString() ?? UserOf(image)}:{group}";
    }

    private string Seccomp(SeccompProfile? profile) => profile?.Type switch
    {
        "RuntimeDefault" => "",
        "Localhost" when string.IsNullOrEmpty(profile.LocalhostProfile) => throw Refuse("localhostProfile must be set if seccompProfile type is Localhost."),
        "Localhost" => ProfilePath(profile.LocalhostProfile),
        _ => ContainerSecurity.Unconfined,
    };

    /// <summary>The file of a profile, below the directory of profiles whatever the path says.</summary>
    private string ProfilePath(string path)
    {
        var root = Path.Combine(options.DataDirectory, "seccomp");
        var file = Path.GetFullPath(Path.Combine(root, path));
        return file.StartsWith(root + "/", StringComparison.Ordinal) ? file : throw Refuse($"seccomp profile \"{path}\" is not below {root}");
    }

    private static string AppArmor(AppArmorProfile? profile) => profile?.Type switch
    {
        "Localhost" => profile.LocalhostProfile ?? "",
        "Unconfined" => ContainerSecurity.Unconfined,
        _ => "",
    };

    private static Dictionary<string, string> SelinuxLabel(SELinuxOptions? label)
    {
        var parts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in new[] { ("user", label?.User), ("role", label?.Role), ("type", label?.Type), ("level", label?.Level) })
            if (!string.IsNullOrEmpty(value)) parts[name] = value;
        return parts;
    }
}
