using System.Text;
using Microsoft.AspNetCore.Http;

namespace Kite.ApiServer.Pipeline;

/// <summary>The <c>Warning</c> headers of a response, each text once; beyond 4,096 characters in all every text is cut to 256, and what is still too much is left out.</summary>
internal sealed class WarningHeaders(IHeaderDictionary headers)
{
    private const string Name = "Warning";
    private const int MaxTotal = 4 * 1024;
    private const int MaxText = 256;

    private readonly List<string> texts = [];
    private int written;
    private bool isCutting;

    /// <summary>Adds a text. What can't stand in a header, because of control characters, is left out.</summary>
    public void Add(string text)
    {
        text = text.ReplaceLineEndings(" ");
        if (text.Length == 0 || (isCutting && written >= MaxTotal) || texts.Contains(text) || text.Any(char.IsControl)) return;
        texts.Add(text);
        if (isCutting || written + text.Length <= MaxTotal)
        {
            Write(text);
            return;
        }
        isCutting = true;
        written = 0;
        headers.Remove(Name);
        foreach (var known in texts)
        {
            if (written < MaxTotal) Write(known);
        }
    }

    private void Write(string text)
    {
        if (isCutting && text.Length > MaxText) text = text[..(char.IsHighSurrogate(text[MaxText - 1]) ? MaxText - 1 : MaxText)];
        written += text.Length;
        var quoted = new StringBuilder(text).Replace("\\", "\\\\").Replace("\"", "\\\"");
        headers.Append(Name, $"299 - \"{quoted}\"");
    }
}
