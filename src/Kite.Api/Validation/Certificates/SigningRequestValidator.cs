using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Validation.Certificates;

/// <summary>Checks what a certificate signing request asks for, who decided what about it, and what was signed.</summary>
internal static class SigningRequestValidator
{
    private const long MinSeconds = 600;
    private const string LegacySigner = "kubernetes.io/legacy-unknown";
    private static readonly FieldPath Spec = FieldPath.Root.Child("spec");
    private static readonly FieldPath Status = FieldPath.Root.Child("status");
    private static readonly string[] Final = ["Approved", "Denied", "Failed"];
    private static readonly string[] Verdicts = ["Approved", "Denied"];

    private static readonly string[] Usages =
    [
        "any", "cert sign", "client auth", "code signing", "content commitment", "crl sign", "data encipherment", "decipher only", "digital signature",
        "email protection", "encipher only", "ipsec end system", "ipsec tunnel", "ipsec user", "key agreement", "key encipherment", "microsoft sgc",
        "netscape sgc", "ocsp signing", "s/mime", "server auth", "signing", "timestamping",
    ];

    internal static void ValidateSpec(JsonObject? spec, FieldErrors errors)
    {
        if (WrongRequest(spec.Text("request")) is { } wrong) errors.Invalid(Spec.Child("request"), spec?["request"], wrong);
        if (spec.IsEmpty("usages")) errors.Required(Spec.Child("usages"));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var at = 0;
        foreach (var usage in spec.Texts("usages"))
        {
            var path = Spec.Child("usages").Item(at++);
            if (!Usages.Contains(usage)) errors.NotSupported(path, usage, Usages);
            if (!seen.Add(usage)) errors.Duplicate(path, usage);
        }
        ValidateSigner(spec.Text("signerName"), errors);
        if (spec.Integer("expirationSeconds") is < MinSeconds and { } seconds)
            errors.Invalid(Spec.Child("expirationSeconds"), seconds, "may not specify a duration less than 600 seconds (10 minutes)");
    }

    internal static void ValidateStatus(JsonObject? status, JsonObject? old, FieldErrors errors)
    {
        var path = Status.Child("conditions");
        var types = new HashSet<string>(StringComparer.Ordinal);
        var at = 0;
        foreach (var condition in status.Objects("conditions"))
        {
            var below = path.Item(at++);
            var type = condition.Text("type");
            if (type.Length == 0) errors.Required(below.Child("type"));
            string[] statuses = Final.Contains(type) ? ["True"] : ["False", "True", "Unknown"];
            ChoiceRules.Required(condition, "status", statuses, below, errors);
            if (!types.Add(type)) errors.Duplicate(below.Child("type"), type);
            if (Verdicts.Contains(type) && Verdicts.All(types.Contains)) errors.Invalid(path, type, "Approved and Denied conditions are mutually exclusive");
        }
        var certificate = status.Text("certificate");
        if (certificate.Length > 0 && certificate != old.Text("certificate") && WrongCertificate(certificate) is { } wrong)
            errors.Invalid(Status.Child("certificate"), "<certificate data>", wrong);
    }

    internal static void ValidateChange(JsonObject? status, JsonObject? old, string subresource, FieldErrors errors)
    {
        var path = Status.Child("conditions");
        foreach (var type in Final)
        {
            if (Of(status, type).Count < Of(old, type).Count) errors.Forbidden(path, $"updates may not remove a condition of type \"{type}\"");
        }
        foreach (var type in subresource == "approval" ? [] : Verdicts)
        {
            var now = Of(status, type);
            var before = Of(old, type);
            if (now.Count > before.Count) errors.Forbidden(path, $"updates may not add a condition of type \"{type}\"");
            else if (now.Count == before.Count && !JsonNode.DeepEquals(now, before)) errors.Forbidden(path, $"updates may not modify a condition of type \"{type}\"{ObjectDiff.Of(before, now)}");
        }
        if (status.Text("certificate") == old.Text("certificate")) return;
        if (subresource != "status") errors.Forbidden(Status.Child("certificate"), "updates may not set certificate content");
        else if (old.Text("certificate").Length > 0) errors.Forbidden(Status.Child("certificate"), "updates may not modify existing certificate content");
    }

    private static void ValidateSigner(string name, FieldErrors errors)
    {
        var path = Spec.Child("signerName");
        if (name == LegacySigner)
        {
            errors.Invalid(path, name, "the legacy signerName is not allowed via this API version");
            return;
        }
        if (name.Length == 0)
        {
            errors.Required(path);
            return;
        }
        var slash = name.IndexOf('/');
        if (slash < 0 || slash != name.LastIndexOf('/'))
        {
            errors.Invalid(path, name, "must be a fully qualified domain and path of the form 'example.com/signer-name'");
            return;
        }
        if (Formats.Subdomain(name[..slash]) is { } wrong) errors.Invalid(path, name[..slash], $"validating label \"{name[..slash]}\": {wrong}");
        else if (!name[..slash].Contains('.')) errors.Invalid(path, name[..slash], "should be a domain with at least two segments separated by dots");
        foreach (var part in name[(slash + 1)..].Split('.'))
        {
            if (Formats.Label(part.ToLowerInvariant()) is { } wrongPart) errors.Invalid(path, name[(slash + 1)..], $"validating label \"{part}\": {wrongPart}");
        }
    }

    private static string? WrongRequest(string base64)
    {
        try
        {
            var text = Encoding.ASCII.GetString(Convert.FromBase64String(base64));
            if (!PemEncoding.TryFind(text, out var fields) || text[fields.Label] is not "CERTIFICATE REQUEST") return "PEM block type must be CERTIFICATE REQUEST";
            CertificateRequest.LoadSigningRequestPem(text, HashAlgorithmName.SHA256, signerSignaturePadding: RSASignaturePadding.Pkcs1);
            return null;
        }
        catch (FormatException e)
        {
            return e.Message;
        }
        catch (CryptographicException e)
        {
            return e.Message;
        }
    }

    private static string? WrongCertificate(string base64)
    {
        try
        {
            var rest = Encoding.ASCII.GetString(Convert.FromBase64String(base64)).AsSpan();
            var blocks = 0;
            while (PemEncoding.TryFind(rest, out var fields))
            {
                if (rest[fields.Label] is not "CERTIFICATE") return $"only CERTIFICATE PEM blocks are allowed, found \"{rest[fields.Label]}\"";
                using var certificate = X509Certificate2.CreateFromPem(rest[fields.Location]);
                blocks++;
                rest = rest[fields.Location.End..];
            }
            return blocks == 0 ? "must contain at least one CERTIFICATE PEM block" : null;
        }
        catch (FormatException e)
        {
            return e.Message;
        }
        catch (CryptographicException e)
        {
            return e.Message;
        }
    }

    private static JsonArray Of(JsonObject? status, string type) =>
        new([.. status.Objects("conditions").Where(condition => condition.Text("type") == type).Select(condition => condition.DeepClone())]);
}
