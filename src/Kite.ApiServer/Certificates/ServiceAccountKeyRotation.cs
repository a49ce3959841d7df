namespace Kite.ApiServer.Certificates;

/// <summary>Changes the key that service-account tokens are signed with, also while a server runs: it takes the change over within seconds.</summary>
public static class ServiceAccountKeyRotation
{
    /// <summary>Makes a new key, which signs from now on.</summary>
    /// <param name="certificatesDirectory">Where the cluster's keys are.</param>
    /// <param name="dropOld">False to believe tokens of the old keys until they expire; true to believe none of them any more.</param>
    /// <exception cref="PkiException">The keys can't be read or written.</exception>
    public static void Rotate(string certificatesDirectory, bool dropOld) => ServiceAccountKeys.Rotate(Path.Combine(certificatesDirectory, "sa.key"), dropOld);
}
