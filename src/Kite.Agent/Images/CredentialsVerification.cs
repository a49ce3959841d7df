namespace Kite.Agent.Images;

/// <summary>Which images on the node a pod may use without showing credentials for them, by upstream's <c>imagePullCredentialsVerificationPolicy</c>.</summary>
public enum CredentialsVerification
{
    /// <summary>Those that were there before Kite pulled them.</summary>
    NeverVerifyPreloadedImages,

    /// <summary>All.</summary>
    NeverVerify,

    /// <summary>Those that were there before and are on a list.</summary>
    NeverVerifyAllowlistedImages,

    /// <summary>Those alone that Kite pulled for everybody.</summary>
    AlwaysVerify,
}
