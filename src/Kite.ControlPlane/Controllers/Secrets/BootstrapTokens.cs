using System.Text;
using Kite.Api.Client;
using Kite.Api.Models.CoreV1;

namespace Kite.ControlPlane.Controllers.Secrets;

/// <summary>The Secrets that are bootstrap tokens.</summary>
internal static class BootstrapTokens
{
    public const string Namespace = "kube-system";
    private const string Prefix = "bootstrap-token-";

    /// <summary>The informer over all of them.</summary>
    public static IInformer<Secret> Informer(IInformerFactory informers) => informers.For<Secret>(fieldSelector: "type=bootstrap.kubernetes.io/token");

    public static bool IsToken(Secret secret) => secret.Metadata.Namespace == Namespace && secret.Metadata.Name.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>The text of an entry; empty where it is absent.</summary>
    public static string Text(Secret secret, string entry) => secret.Data.TryGetValue(entry, out var bytes) ? Encoding.UTF8.GetString(bytes) : "";

    /// <summary>For how long a token is still good: null for ever, nothing left where it has expired or nobody can read when it does.</summary>
    public static TimeSpan? Left(Secret secret, DateTimeOffset now)
    {
        var text = Text(secret, "expiration");
        if (text.Length == 0) return null;
        return DateTimeOffset.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal, out var end) && end > now ? end - now : TimeSpan.Zero;
    }
}
