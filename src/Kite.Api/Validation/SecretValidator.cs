using System.Text.Json;
using System.Text.Json.Nodes;
using Kite.Api.Kinds;

namespace Kite.Api.Validation;

/// <summary>Checks secrets: their keys, their size, and what their type demands.</summary>
internal static class SecretValidator
{
    private const int MaxBytes = 1024 * 1024;
    private const string AccountAnnotation = "kubernetes.io/service-account.name";
    private static readonly FieldPath Data = FieldPath.Root.Child("data");

    internal static void Validate(JsonObject secret, FieldErrors errors)
    {
        var size = 0;
        foreach (var (key, value) in secret.TextMap("data"))
        {
            errors.InvalidIf(Data.Key(key), key, Formats.ConfigKey(key));
            size += Base64Length.Of(value);
        }
        if (size > MaxBytes) errors.TooLong(Data, MaxBytes);
        ValidateType(secret, errors);
    }

    private static void ValidateType(JsonObject secret, FieldErrors errors)
    {
        switch (secret.Text("type"))
        {
            case "kubernetes.io/service-account-token":
                if (secret.Object("metadata").Object("annotations").Text(AccountAnnotation).Length == 0)
                    errors.Required(FieldPath.Root.Child("metadata").Child("annotations").Key(AccountAnnotation));
                break;
            case "kubernetes.io/dockercfg":
                RequireJson(secret, ".dockercfg", errors);
                break;
            case "kubernetes.io/dockerconfigjson":
                RequireJson(secret, ".dockerconfigjson", errors);
                break;
            case "kubernetes.io/basic-auth":
                if (!Has(secret, "username") && !Has(secret, "password"))
                {
                    errors.Required(Data.Key("username"));
                    errors.Required(Data.Key("password"));
                }
                break;
            case "kubernetes.io/ssh-auth":
                Require(secret, "ssh-privatekey", errors);
                break;
            case "kubernetes.io/tls":
                Require(secret, "tls.crt", errors);
                Require(secret, "tls.key", errors);
                break;
        }
    }

    private static bool Has(JsonObject secret, string key) => secret.Object("data")?.ContainsKey(key) == true;

    private static void Require(JsonObject secret, string key, FieldErrors errors)
    {
        if (!Has(secret, key)) errors.Required(Data.Key(key));
    }

    private static void RequireJson(JsonObject secret, string key, FieldErrors errors)
    {
        if (!Has(secret, key))
        {
            errors.Required(Data.Key(key));
            return;
        }
        try
        {
            using var parsed = JsonDocument.Parse(Convert.FromBase64String(secret.Object("data").Text(key)));
        }
        catch (JsonException e)
        {
            errors.Invalid(Data.Key(key), "<secret contents redacted>", e.Message);
        }
    }
}
