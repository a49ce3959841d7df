using Kite.Api.Models.CoreV1;

namespace Kite.ControlPlane.Controllers.Secrets;

/// <summary>Makes the tokens that are kept in Secrets.</summary>
public interface IServiceAccountTokens
{
    /// <summary>A token that belongs to an account for as long as it, and the Secret that keeps the token, are there.</summary>
    string Issue(ServiceAccount account, string secretName);
}
