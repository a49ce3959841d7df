using Kite.Agent.Kubelet.Pods;
using Kite.Agent.Runtime;
using Kite.Api.Models.CoreV1;

namespace Kite.Agent.Kubelet.Settings;

/// <summary>Merges the pod's and the container's security context; the container's wins.</summary>
internal static class SecuritySettings
{
    /// <summary>Refuses a container that may not run as root but would.</summary>
    public static void CheckUser(Pod pod, Container container, RuntimeImage image)
    {
        if ((container.SecurityContext?.RunAsNonRoot ?? pod.Spec.SecurityContext?.RunAsNonRoot) is not true) return;
        var user = container.SecurityContext?.RunAsUser ?? pod.Spec.SecurityContext?.RunAsUser;
        var where = $"(pod: \"{PodRules.FullName(PodRules.IdentityOf(pod))}\", container: {container.Name})";
        if (user == 0) throw Refuse($"container's runAsUser breaks non-root policy {where}");
        if (user is not null) return;
        var name = image.User.Split(':')[0];
        if (name.Length == 0 || name == "0") throw Refuse($"container has runAsNonRoot and image will run as root {where}");
        if (!long.TryParse(name, out _)) throw Refuse($"container has runAsNonRoot and image has non-numeric user ({name}), cannot verify user is non-root {where}");
    }

    /// <summary>The settings.</summary>
    public static ContainerSecurity Of(Pod pod, Container container)
    {
        var own = container.SecurityContext ?? SecurityContext.Empty;
        var common = pod.Spec.SecurityContext ?? PodSecurityContext.Empty;
        var isPrivileged = own.Privileged is true;
        var groups = common.SupplementalGroups.Select(group => group.ToString());
        if (common.FsGroup is { } fsGroup) groups = groups.Append(fsGroup.ToString());
        return new ContainerSecurity
        {
            User = User(own.RunAsUser ?? common.RunAsUser, own.RunAsGroup ?? common.RunAsGroup),
            Groups = groups.Distinct().ToArray(),
            Privileged = isPrivileged,
            ReadOnlyRoot = own.ReadOnlyRootFilesystem is true,
            NoNewPrivileges = own.AllowPrivilegeEscalation is false && !isPrivileged,
            AddCapabilities = own.Capabilities?.Add ?? [],
            DropCapabilities = own.Capabilities?.Drop ?? [],
            Seccomp = Seccomp(own.SeccompProfile ?? common.SeccompProfile),
            AppArmor = (own.AppArmorProfile ?? common.AppArmorProfile) is { } profile ? AppArmor(profile) : "",
            UnmaskedProc = own.ProcMount == "Unmasked",
        };
    }

    private static StartException Refuse(string message) => new("CreateContainerConfigError", message);

    private static string User(long? user, long? group)
    {
        if (user is null && group is null) return "";
        return group is null ? user.ToString()! : $"{user ?? 0}:{group}";
    }

    private static string Seccomp(SeccompProfile? profile) => profile?.Type switch
    {
        "RuntimeDefault" => "",
        "Localhost" => ReadProfile(profile.LocalhostProfile ?? ""),
        _ => "unconfined",
    };

    private static string ReadProfile(string path)
    {
        // Docker takes the profile itself, not its path.
        var file = Path.Combine("/var/lib/kubelet/seccomp", path);
        try
        {
            return File.ReadAllText(file);
        }
        catch (IOException e)
        {
            throw Refuse($"cannot load seccomp profile \"{file}\": {e.Message}");
        }
    }

    private static string AppArmor(AppArmorProfile profile) => profile.Type switch
    {
        "Localhost" => profile.LocalhostProfile ?? "",
        "Unconfined" => "unconfined",
        _ => "",
    };
}
