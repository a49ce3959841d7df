namespace Kite.Api.Selectors;

/// <summary>What may be a label's key and value.</summary>
public static class LabelSyntax
{
    private const string NameForm =
        "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

    private const string PrefixForm =
        "prefix part a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

    private const string KeyForm =
        "a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')";

    private const string ValueForm =
        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

    /// <summary>What is wrong with a label key (a qualified name), or null.</summary>
    public static string? KeyError(string key)
    {
        var slash = key.IndexOf('/');
        if (slash < 0) return NameError(key);
        if (key.IndexOf('/', slash + 1) >= 0) return KeyForm;
        return PrefixError(key.AsSpan(0, slash)) ?? NameError(key.AsSpan(slash + 1));
    }

    /// <summary>What is wrong with a label value, or null.</summary>
    public static string? ValueError(string value)
    {
        if (value.Length > 63) return "must be no more than 63 bytes";
        return value.Length == 0 || HasNameForm(value) ? null : ValueForm;
    }

    private static string? NameError(ReadOnlySpan<char> name)
    {
        if (name.Length == 0) return "name part must be non-empty; " + NameForm;
        if (name.Length > 63) return "name part must be no more than 63 bytes";
        return HasNameForm(name) ? null : NameForm;
    }

    private static string? PrefixError(ReadOnlySpan<char> prefix)
    {
        if (prefix.Length == 0) return "prefix part must be non-empty";
        if (prefix.Length > 253) return "prefix part must be no more than 253 bytes";
        foreach (var range in prefix.Split('.'))
        {
            var label = prefix[range];
            if (label.Length == 0 || label[0] == '-' || label[^1] == '-') return PrefixForm;
            foreach (var character in label)
            {
                if (!char.IsAsciiLetterLower(character) && !char.IsAsciiDigit(character) && character != '-') return PrefixForm;
            }
        }
        return null;
    }

    private static bool HasNameForm(ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            if (!char.IsAsciiLetterOrDigit(character) && character is not ('-' or '_' or '.')) return false;
        }
        return char.IsAsciiLetterOrDigit(text[0]) && char.IsAsciiLetterOrDigit(text[^1]);
    }
}
