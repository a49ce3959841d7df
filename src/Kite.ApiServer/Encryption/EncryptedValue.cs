using System.Text;

namespace Kite.ApiServer.Encryption;

/// <summary>How encrypted values begin: <c>k8s:enc:PROVIDER:VERSION:KEY:</c>, as upstream's do. Objects are JSON, so no other value begins so.</summary>
internal static class EncryptedValue
{
    private const int MaxShownPrefix = 64;

    /// <summary>True for an encrypted value, whoever has encrypted it.</summary>
    public static bool Is(ReadOnlySpan<byte> stored) => stored.StartsWith("k8s:enc:"u8);

    /// <summary>What the values of a provider and key begin with.</summary>
    public static byte[] Prefix(string provider, string version, string keyName) => Encoding.UTF8.GetBytes($"k8s:enc:{provider}:{version}:{keyName}:");

    /// <summary>Provider and key that an encrypted value names, for messages.</summary>
    public static string Describe(ReadOnlySpan<byte> stored)
    {
        var parts = Encoding.Latin1.GetString(stored[..Math.Min(stored.Length, MaxShownPrefix)]).Split(':');
        return parts.Length < 6 ? "an unknown provider" : $"the {parts[2]} key \"{parts[4]}\"";
    }
}
