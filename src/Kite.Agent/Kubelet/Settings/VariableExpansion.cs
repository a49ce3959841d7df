using System.Text;

namespace Kite.Agent.Kubelet.Settings;

/// <summary>Replaces <c>$(NAME)</c> in commands, arguments and values; <c>$$</c> is a dollar sign, an unknown name stays as it is.</summary>
internal static class VariableExpansion
{
    /// <summary>The text with its references replaced.</summary>
    public static string Expand(string text, Func<string, string?> lookup)
    {
        if (!text.Contains('$')) return text;
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '$' || i + 1 == text.Length)
            {
                result.Append(text[i]);
                continue;
            }
            var next = text[i + 1];
            if (next == '$')
            {
                result.Append('$');
                i++;
            }
            else if (next == '(' && text.IndexOf(')', i + 2) is > 0 and var end)
            {
                var name = text[(i + 2)..end];
                result.Append(lookup(name) ?? $"$({name})");
                i = end;
            }
            else
            {
                result.Append('$');
            }
        }
        return result.ToString();
    }
}
