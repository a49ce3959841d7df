using System.Buffers;
using System.Net;
using System.Text;

namespace Kite.Api.Validation;

/// <summary>The formats of strings. Each check answers null where the value is fine, else what is wrong in the API's words.</summary>
internal static class Formats
{
    private const string LabelPattern = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private const string QualifiedNameText = "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
    private const int MaxLabel = 63;
    private const int MaxSubdomain = 253;
    private const int MaxPortName = 15;

    private static readonly SearchValues<char> LabelCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");
    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.");

    internal static string MaxLength(int bytes) => $"must be no more than {bytes} bytes";

    internal static string Between(long min, long max) => $"must be between {min} and {max}, inclusive";

    internal static string? Label(string value)
    {
        if (!IsLabel(value))
        {
            return IsSubdomain(value)
                ? "must not contain dots"
                : $"a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '{LabelPattern}')";
        }
        return value.Length > MaxLabel ? MaxLength(MaxLabel) : null;
    }

    internal static string? Dns1035Label(string value)
    {
        if (!IsLabel(value) || char.IsAsciiDigit(value[0]))
            return "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";
        return value.Length > MaxLabel ? MaxLength(MaxLabel) : null;
    }

    internal static string? Subdomain(string value)
    {
        if (!IsSubdomain(value))
            return $"a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '{LabelPattern}(\\.{LabelPattern})*')";
        return value.Length > MaxSubdomain ? MaxLength(MaxSubdomain) : null;
    }

    /// <summary>A domain with an asterisk in place of its first label.</summary>
    internal static string? WildcardDomain(string value) =>
        value.StartsWith("*.", StringComparison.Ordinal) && IsSubdomain(value.AsSpan(2)) && value.Length <= MaxSubdomain
            ? null
            : $"a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character (e.g. '*.example.com', regex used for validation is '\\*\\.{LabelPattern}(\\.{LabelPattern})*')";

    internal static string? QualifiedName(string value)
    {
        var slash = value.IndexOf('/');
        if (slash != value.LastIndexOf('/')) return $"a qualified name {QualifiedNameText} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')";
        if (slash == 0) return "prefix part must be non-empty";
        if (slash > 0 && Subdomain(value[..slash]) is { } wrong) return "prefix part " + wrong;
        var name = value.AsSpan(slash + 1);
        if (name.IsEmpty) return "name part must be non-empty";
        if (name.Length > MaxLabel) return "name part " + MaxLength(MaxLabel);
        return IsName(name) ? null : "name part " + QualifiedNameText;
    }

    internal static string? LabelValue(string value)
    {
        if (value.Length > 0 && !IsName(value))
            return "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
        return value.Length > MaxLabel ? MaxLength(MaxLabel) : null;
    }

    internal static string? Port(long value) => value is >= 1 and <= 65535 ? null : Between(1, 65535);

    internal static string? PortName(string value)
    {
        if (value.Length > MaxPortName) return MaxLength(MaxPortName);
        if (value.Length == 0 || value.AsSpan().ContainsAnyExcept(LabelCharacters)) return "must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)";
        if (!value.Any(char.IsAsciiLetterLower)) return "must contain at least one letter (a-z)";
        if (value.Contains("--", StringComparison.Ordinal)) return "must not contain consecutive hyphens";
        return value[0] == '-' || value[^1] == '-' ? "must not begin or end with a hyphen" : null;
    }

    internal static string? EnvironmentName(string value)
    {
        if (value.Length == 0) return "environment variable name must be non-empty";
        return value.Any(character => character is < ' ' or > '~' or '=')
            ? "a valid environment variable name must consist only of printable ASCII characters other than '='"
            : null;
    }

    internal static string? ConfigKey(string value)
    {
        if (Encoding.UTF8.GetByteCount(value) > MaxSubdomain) return MaxLength(MaxSubdomain);
        if (value.Length == 0 || value.AsSpan().ContainsAnyExcept(NameCharacters))
            return "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";
        return RelativeSegment(value);
    }

    internal static string? HeaderName(string value) => value.Length > 0 && value.All(character => char.IsAsciiLetterOrDigit(character) || character == '-')
        ? null
        : "a valid HTTP header must consist of alphanumeric characters or '-' (e.g. 'X-Header-Name', regex used for validation is '[-A-Za-z0-9]+')";

    internal static string? Percent(string value) => value.Length > 1 && value[^1] == '%' && !value.AsSpan(0, value.Length - 1).ContainsAnyExceptInRange('0', '9')
        ? null
        : "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')";

    internal static string? Address(string value) =>
        IsAddress(value) ? null : "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)";

    internal static bool IsAddress(string value)
    {
        if (!IPAddress.TryParse(value, out _)) return false;
        return value.Contains(':') ? !value.Contains('[') && !value.Contains('%') : value.Count(character => character == '.') == 3;
    }

    internal static string? AbsoluteId(long value, long max) => value >= 0 && value <= max ? null : Between(0, max);

    private static string? RelativeSegment(string value) => value switch
    {
        "." => "must not be '.'",
        ".." => "must not be '..'",
        _ => value.StartsWith("..", StringComparison.Ordinal) ? "must not start with '..'" : null,
    };

    private static bool IsLabel(ReadOnlySpan<char> value) =>
        !value.IsEmpty && value[0] != '-' && value[^1] != '-' && !value.ContainsAnyExcept(LabelCharacters);

    private static bool IsSubdomain(ReadOnlySpan<char> value)
    {
        foreach (var part in value.Split('.'))
        {
            if (!IsLabel(value[part])) return false;
        }
        return true;
    }

    private static bool IsName(ReadOnlySpan<char> value) =>
        !value.IsEmpty && char.IsAsciiLetterOrDigit(value[0]) && char.IsAsciiLetterOrDigit(value[^1]) && !value.ContainsAnyExcept(NameCharacters);
}
