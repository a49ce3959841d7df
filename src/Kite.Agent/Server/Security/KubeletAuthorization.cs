using Kite.Api.Client;
using Kite.Api.Errors;
using Kite.Api.Models.AuthorizationV1;
using Kite.Agent.Kubelet;
using Microsoft.AspNetCore.Http;

namespace Kite.Agent.Server.Security;

/// <summary>Asks the API server whether a user may do something with this node.</summary>
internal sealed class KubeletAuthorization(IApiClient client, KubeletOptions options, TimeProvider clock)
{
    private static readonly TimeSpan AllowedLifetime = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan DeniedLifetime = TimeSpan.FromSeconds(30);
    private readonly Expiring<string, bool> answers = new(clock);

    /// <summary>Goes through where the user may.</summary>
    /// <exception cref="KubeletRequestException">The user may not, or the API server can't be asked.</exception>
    public async Task AuthorizeAsync(KubeletUser user, RequestedAccess access, CancellationToken cancellationToken)
    {
        // The API server has asked itself.
        if (user.IsMaster) return;
        foreach (var subresource in access.Subresources)
            if (await MayAsync(user, access.Verb, subresource, cancellationToken)) return;
        throw new KubeletRequestException(
            StatusCodes.Status403Forbidden, $"Forbidden (user={user.Name}, verb={access.Verb}, resource=nodes, subresource(s)=[{string.Join(' ', access.Subresources)}])\n");
    }

    private async Task<bool> MayAsync(KubeletUser user, string verb, string subresource, CancellationToken cancellationToken)
    {
        var key = string.Join('\n', [user.Name, user.Uid, verb, subresource, .. user.Groups, .. user.Extra.SelectMany(pair => pair.Value.Prepend(pair.Key))]);
        if (answers.TryGet(key, out var known)) return known;
        var review = new SubjectAccessReview
        {
            Spec = new SubjectAccessReviewSpec
            {
                User = user.Name,
                Uid = user.Uid.Length == 0 ? null : user.Uid,
                Groups = user.Groups,
                Extra = user.Extra.ToDictionary(pair => pair.Key, pair => pair.Value),
                ResourceAttributes = new ResourceAttributes { Verb = verb, Version = "v1", Resource = "nodes", Subresource = subresource, Name = options.NodeName },
            },
        };
        try
        {
            var isAllowed = (await client.Resource<SubjectAccessReview>().CreateAsync(review, cancellationToken)).Status.Allowed;
            answers.Set(key, isAllowed, isAllowed ? AllowedLifetime : DeniedLifetime);
            return isAllowed;
        }
        catch (Exception e) when (e is HttpRequestException or ApiStatusException)
        {
            throw new KubeletRequestException(StatusCodes.Status500InternalServerError, $"Authorization error (user={user.Name}, verb={verb}, resource=nodes, subresource={subresource})\n", e);
        }
    }
}
