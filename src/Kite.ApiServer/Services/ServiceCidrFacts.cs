using Kite.Api.Codecs;
using Kite.Api.Kinds;
using Kite.ApiServer.WatchCache;

namespace Kite.ApiServer.Services;

/// <summary>What counts of a ServiceCIDR.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Ranges">Its ranges, at most one of each family.</param>
/// <param name="IsReady">True where addresses may be taken from it.</param>
/// <param name="IsDeleting">True where it is to go.</param>
internal sealed record ServiceCidrFacts(string Name, IReadOnlyList<ServiceRange> Ranges, bool IsReady, bool IsDeleting)
{
    /// <summary>The name of the one that the server makes of its own setting.</summary>
    public const string DefaultName = "kubernetes";

    /// <summary>Reads a stored object.</summary>
    public static ServiceCidrFacts Of(CachedObject stored)
    {
        var value = JsonCodec.ParseObject(stored.Json.Span);
        var isDeleting = value.Metadata().ContainsKey("deletionTimestamp");
        // Ready until somebody says otherwise: nobody may have looked at it yet.
        var condition = value.Object("status").Objects("conditions").FirstOrDefault(condition => condition.Text("type") == "Ready");
        var isReady = !isDeleting && (condition is null || condition.Text("status") == "True");
        return new ServiceCidrFacts(stored.Key.Name, [.. value.Object("spec").Texts("cidrs").Select(cidr => new ServiceRange(cidr))], isReady, isDeleting);
    }

    /// <summary>True where the addresses of this one would be without a ServiceCIDR if it went: no other one holds the whole of each of its ranges.</summary>
    public bool IsNeededBeside(IEnumerable<ServiceCidrFacts> others) =>
        Ranges.Any(range => !others.Any(other => other.Name != Name && other.Ranges.Any(candidate => candidate.Contains(range))));
}
