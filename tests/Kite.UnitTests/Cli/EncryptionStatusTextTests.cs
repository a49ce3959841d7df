using System.Text.Json.Nodes;
using Kite.Cli;

namespace Kite.UnitTests.Cli;

[TestFixture]
internal sealed class EncryptionStatusTextTests
{
    [Test]
    public void Stage_and_keys_are_listed()
    {
        var status = JsonNode.Parse("""{"enabled":true,"stage":"rotate","keys":[{"active":true,"type":"AES-GCM","name":"new"},{"active":false,"type":"AES-GCM","name":"old"}],"rewritten":0,"problem":""}""")!.AsObject();

        Assert.That(EncryptionStatusText.Of(status), Is.EqualTo(
            """
            Encryption Status: Enabled
            Current Rotation Stage: rotate

            Active  Key Type  Name
            ------  --------  ----
             *      AES-GCM   new
                    AES-GCM   old

            """));
    }

    [Test]
    public void A_server_without_encryption_says_so() =>
        Assert.That(EncryptionStatusText.Of(new JsonObject { ["enabled"] = false }), Is.EqualTo("Encryption Status: Disabled, no configuration file found\n"));
}
