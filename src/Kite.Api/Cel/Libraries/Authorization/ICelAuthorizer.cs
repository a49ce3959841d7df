namespace Kite.Api.Cel.Libraries.Authorization;

/// <summary>Answers what the variable <c>authorizer</c> is asked: may somebody do something?</summary>
public interface ICelAuthorizer
{
    /// <summary>Decides on a request; a failure is part of the answer.</summary>
    CelDecision Authorize(CelAuthorizationCheck check);
}
