using System.Text;

namespace Kite.ApiServer.Streaming;

/// <summary>
/// Finds the links of an HTML page: the attributes that hold a URL. Whatever isn't one stays as it is to the letter, be the page well-formed or not.
/// See <see href="https://html.spec.whatwg.org/multipage/indices.html#attributes-3">the attributes of HTML</see>.
/// </summary>
internal static class HtmlLinks
{
    /// <summary>The page with every link replaced by what the function makes of it.</summary>
    /// <param name="page">The page, in any encoding that has ASCII's characters for ASCII.</param>
    /// <param name="rewrite">Makes the new link of one as it stands in the page, character references included.</param>
    public static string Rewrite(string page, Func<string, string> rewrite)
    {
        var result = new StringBuilder(page.Length);
        var kept = 0;
        for (var at = page.IndexOf('<'); at >= 0 && at + 1 < page.Length; at = page.IndexOf('<', at))
        {
            if (!char.IsAsciiLetter(page[at + 1]))
            {
                at = EndOfMarkup(page, at);
                if (at < 0) break;
                continue;
            }
            var tag = new HtmlTag(page, at);
            while (tag.NextAttribute())
            {
                if (!IsLink(tag.Name, tag.AttributeName)) continue;
                result.Append(page, kept, tag.ValueStart - kept).Append(rewrite(page[tag.ValueStart..tag.ValueEnd]));
                kept = tag.ValueEnd;
            }
            at = tag.Name is "script" or "style" or "textarea" or "title" or "xmp" ? EndOfText(page, tag) : tag.End;
            if (at < 0) break;
        }
        return kept == 0 ? page : result.Append(page, kept, page.Length - kept).ToString();
    }

    private static bool IsLink(string tag, string attribute) => (tag, attribute) switch
    {
        ("a" or "area" or "base" or "link", "href") => true,
        ("audio" or "embed" or "frame" or "iframe" or "img" or "input" or "script" or "source" or "track" or "video", "src") => true,
        ("blockquote" or "del" or "ins" or "q", "cite") => true,
        ("applet" or "object", "codebase") => true,
        ("object", "data" or "classid" or "usemap") => true,
        ("frame" or "iframe" or "img", "longdesc") => true,
        ("img" or "input", "usemap") => true,
        ("button" or "input", "formaction") => true,
        ("form", "action") or ("body", "background") or ("command", "icon") or ("head", "profile") or ("html", "manifest") or ("video", "poster") => true,
        _ => false,
    };

    /// <summary>Behind a comment, a declaration, an end tag, or a character that only looks like markup; -1 where it doesn't end.</summary>
    private static int EndOfMarkup(string page, int at)
    {
        if (page.AsSpan(at).StartsWith("<!--")) return page.IndexOf("-->", at + 4, StringComparison.Ordinal);
        return page[at + 1] is '!' or '?' or '/' ? page.IndexOf('>', at) : at + 1;
    }

    /// <summary>Where the text ends that a tag has in place of markup; -1 where it doesn't.</summary>
    private static int EndOfText(string page, in HtmlTag tag) =>
        tag.End < page.Length ? page.IndexOf($"</{tag.Name}", tag.End, StringComparison.OrdinalIgnoreCase) : -1;
}
