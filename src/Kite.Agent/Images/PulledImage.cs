namespace Kite.Agent.Images;

/// <summary>With which credentials an image came onto the node, under one of its names.</summary>
internal sealed record PulledImage
{
    /// <summary>True where it took none, or the node's own: every pod may use it.</summary>
    public bool IsForAll { get; init; }

    /// <summary>The Secrets that it was pulled with, <c>uid/namespace/name</c>.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>The hashes of the credentials that it was pulled with.</summary>
    public IReadOnlyList<string> Hashes { get; init; } = [];

    /// <summary>True where one of a pod's credentials is among them, by Secret or by content.</summary>
    public bool Admits(IEnumerable<PullCredentials> credentials) =>
        IsForAll || credentials.Any(given => Secrets.Contains(given.Secret, StringComparer.Ordinal) || Hashes.Contains(given.Hash(), StringComparer.Ordinal));

    /// <summary>With one more way to have it.</summary>
    public PulledImage With(PullCredentials credentials) => credentials.Secret.Length == 0
        ? this with { IsForAll = true }
        : this with { Secrets = [.. Secrets.Append(credentials.Secret).Distinct()], Hashes = [.. Hashes.Append(credentials.Hash()).Distinct()] };
}
