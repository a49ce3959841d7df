namespace Kite.ApiServer.Encryption;

/// <summary>Checks the names of resources in an EncryptionConfiguration, in kube-apiserver's words.</summary>
internal static class ResourcePatterns
{
    /// <summary>What is wrong with a name; null where nothing is.</summary>
    public static string? Problem(string pattern)
    {
        var dot = pattern.IndexOf('.');
        var (resource, group) = dot < 0 ? (pattern, "") : (pattern[..dot], pattern[(dot + 1)..]);
        if (pattern.Any(char.IsUpper)) return "resource name should not contain capital letters";
        if (pattern == "*") return "use '*.' to encrypt all the resources from core API group or *.* to encrypt all resources";
        if (pattern is "apiserveripinfo" or "serviceipallocations" or "servicenodeportallocations") return "resources which do not have REST API/s cannot be encrypted";
        if (group == "events.k8s.io") return "'*.events.k8s.io' objects are stored using the 'events' API group in etcd. Use 'events' instead in the config file";
        if (group == "extensions") return "'extensions' group has been removed and cannot be used for encryption";
        return group == "*" && resource != "*" ? "encrypting the same resource across groups is not supported" : null;
    }

    /// <summary>What is wrong with names that stand together; null where nothing is.</summary>
    public static string? Overlap(IReadOnlyList<string> patterns)
    {
        if (patterns.Distinct(StringComparer.Ordinal).Count() < patterns.Count) return "the same resource cannot be specified multiple times";
        for (var i = 0; i < patterns.Count; i++)
        {
            for (var j = 0; j < patterns.Count; j++)
            {
                if (i != j && Masks(patterns[i], patterns[j])) return "using overlapping resources such as 'secrets' and '*.' in the same resource list is not allowed as they will be masked";
            }
        }
        return null;
    }

    private static bool Masks(string pattern, string other) =>
        pattern == "*.*" || (pattern.StartsWith("*.", StringComparison.Ordinal) && new EncryptionRule([pattern], []).Covers(other));
}
