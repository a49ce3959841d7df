namespace Kite.ApiServer.Streaming;

/// <summary>A start tag of an HTML page, read attribute by attribute as <see href="https://html.spec.whatwg.org/multipage/parsing.html#tag-open-state">browsers do</see>.</summary>
internal struct HtmlTag
{
    private readonly string page;
    private int at;

    /// <summary>The tag that begins at this place with <c>&lt;</c> and a letter.</summary>
    public HtmlTag(string page, int start)
    {
        this.page = page;
        at = start + 1;
        Name = Word(isName: false);
    }

    /// <summary>The element's name in lower case.</summary>
    public string Name { get; }

    /// <summary>The attribute's name in lower case.</summary>
    public string AttributeName { get; private set; } = "";

    /// <summary>Where the attribute's value begins, behind a quotation mark.</summary>
    public int ValueStart { get; private set; }

    /// <summary>Where it ends.</summary>
    public int ValueEnd { get; private set; }

    /// <summary>Behind what has been read; behind the tag once there are no more attributes.</summary>
    public readonly int End => at;

    /// <summary>Reads the next attribute that has a value; false at the end of the tag or page.</summary>
    public bool NextAttribute()
    {
        while (true)
        {
            while (at < page.Length && (IsSpace(page[at]) || page[at] == '/')) at++;
            if (at == page.Length) return false;
            if (page[at] == '>')
            {
                at++;
                return false;
            }
            AttributeName = Word(isName: true);
            SkipSpace();
            if (at == page.Length || page[at] != '=') continue;
            at++;
            SkipSpace();
            return ReadValue();
        }
    }

    private bool ReadValue()
    {
        if (at == page.Length) return false;
        if (page[at] is '"' or '\'')
        {
            var end = page.IndexOf(page[at], at + 1);
            (ValueStart, ValueEnd) = (at + 1, end);
            // A tag that the page breaks off in is none.
            at = end < 0 ? page.Length : end + 1;
            return end >= 0;
        }
        ValueStart = at;
        while (at < page.Length && !IsSpace(page[at]) && page[at] != '>') at++;
        ValueEnd = at;
        return true;
    }

    private string Word(bool isName)
    {
        var start = at;
        // Odd as it is, an equals sign may begin the name of an attribute.
        if (isName && at < page.Length && page[at] == '=') at++;
        while (at < page.Length && !IsSpace(page[at]) && page[at] is not ('/' or '>') && !(isName && page[at] == '=')) at++;
        return page[start..at].ToLowerInvariant();
    }

    private void SkipSpace()
    {
        while (at < page.Length && IsSpace(page[at])) at++;
    }

    private static bool IsSpace(char c) => c is ' ' or '\t' or '\n' or '\r' or '\f';
}
