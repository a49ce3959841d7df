using Kite.ApiServer.Streaming;

namespace Kite.UnitTests.ApiServer.Streaming;

public sealed class HtmlLinksTests
{
    [TestCase("<a href=\"/x\">x</a>", "<a href=\"[/x]\">x</a>")]
    [TestCase("<A HREF='/x?a=1&amp;b=2' class=y>", "<A HREF='[/x?a=1&amp;b=2]' class=y>")]
    [TestCase("<img alt = logo src = /logo.png>", "<img alt = logo src = [/logo.png]>")]
    [TestCase("<link rel=stylesheet href=a.css/><script src=\"/b.js\"></script>", "<link rel=stylesheet href=[a.css/]><script src=\"[/b.js]\"></script>")]
    [TestCase("<form method=post action=/go><button formaction=/other>", "<form method=post action=[/go]><button formaction=[/other]>")]
    [TestCase("<video poster=/p src=/v>", "<video poster=[/p] src=[/v]>")]
    public void Links_are_rewritten_where_they_stand(string page, string expected) =>
        Assert.That(HtmlLinks.Rewrite(page, link => $"[{link}]"), Is.EqualTo(expected));

    [TestCase("no markup at all")]
    [TestCase("1 < 2 and <3")]
    [TestCase("<p href=\"/x\">no link here</p>")]
    [TestCase("<a title=\"<a href='/x'>\">")]
    [TestCase("<!-- <a href=\"/x\"> --><p>")]
    [TestCase("<!-- <a href=\"/x\">")]
    [TestCase("<script>document.write('<a href=\"/x\">')</script>")]
    [TestCase("<title><a href=\"/x\"></title>")]
    [TestCase("<a href")]
    [TestCase("<a href=")]
    [TestCase("<a href=\"/never closed>")]
    [TestCase("<style>")]
    [TestCase("<")]
    [TestCase("</")]
    public void What_is_no_link_stays_to_the_letter(string page) =>
        Assert.That(HtmlLinks.Rewrite(page, _ => "wrong"), Is.EqualTo(page));

    [Test]
    public void A_page_of_any_bytes_is_read_to_its_end()
    {
        var random = new Random(1);
        const string letters = "<>/=\"'! -a href src";
        for (var i = 0; i < 20_000; i++)
        {
            var page = new string([.. Enumerable.Range(0, random.Next(40)).Select(_ => letters[random.Next(letters.Length)])]);
            Assert.That(HtmlLinks.Rewrite(page, link => link), Is.EqualTo(page));
        }
    }
}
