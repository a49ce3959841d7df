using System.Text;
using Kite.Api.Models.CoreV1;
using Kite.ControlPlane.Controllers;
using Kite.ControlPlane.Controllers.Secrets;
using Kite.UnitTests.ControlPlane.Controllers.Harness;

namespace Kite.UnitTests.ControlPlane.Controllers.Secrets;

public sealed class TokenSecretControllerTests
{
    private World world = null!;

    [SetUp]
    public void SetUp()
    {
        world = new();
        world.With(new TokenSecretController(world.Client, new Numbered(), new ControllerOptions { RootCaBundle = "CA" }));
    }

    [Test]
    public async Task A_token_secret_is_filled_once_and_completed_where_something_is_missing()
    {
        var account = await world.Create(new ServiceAccount { Metadata = new() { Name = "app", Namespace = "ns" } });
        await world.Create(Secret("app-token", "app"));
        await world.Settle();
        var filled = await world.Get<Secret>("ns", "app-token");
        Assert.That(filled.Data.ToDictionary(entry => entry.Key, entry => Encoding.UTF8.GetString(entry.Value)), Is.EquivalentTo(new Dictionary<string, string> { ["token"] = "token 1 of app for app-token", ["ca.crt"] = "CA", ["namespace"] = "ns" }));
        Assert.That(filled.Metadata.Annotations["kubernetes.io/service-account.uid"], Is.EqualTo(account.Metadata.Uid));

        await world.Update(filled with { Data = filled.Data.Where(entry => entry.Key != "ca.crt").ToDictionary() });
        await world.Settle();
        var again = await world.Get<Secret>("ns", "app-token");
        Assert.That(Encoding.UTF8.GetString(again.Data["ca.crt"]), Is.EqualTo("CA"));
        Assert.That(again.Data["token"], Is.EqualTo(filled.Data["token"]));
    }

    [Test]
    public async Task A_token_secret_goes_with_its_account()
    {
        var account = await world.Create(new ServiceAccount { Metadata = new() { Name = "app", Namespace = "ns" } });
        await world.Create(Secret("app-token", "app"));
        await world.Settle();
        await world.Delete(account);
        await world.Settle();
        Assert.That(await world.Find<Secret>("ns", "app-token"), Is.Null);
    }

    [Test]
    public async Task A_token_secret_of_an_account_that_was_made_anew_goes()
    {
        await world.Create(new ServiceAccount { Metadata = new() { Name = "app", Namespace = "ns" } });
        await world.Create(Secret("old", "app", "another-uid"));
        await world.Settle();
        Assert.That(await world.Find<Secret>("ns", "old"), Is.Null);
    }

    private static Secret Secret(string name, string account, string? uid = null)
    {
        var annotations = new Dictionary<string, string> { ["kubernetes.io/service-account.name"] = account };
        if (uid is not null) annotations["kubernetes.io/service-account.uid"] = uid;
        return new() { Metadata = new() { Name = name, Namespace = "ns", Annotations = annotations }, Type = "kubernetes.io/service-account-token" };
    }

    private sealed class Numbered : IServiceAccountTokens
    {
        private int count;

        public string Issue(ServiceAccount account, string secretName) => $"token {++count} of {account.Metadata.Name} for {secretName}";
    }
}
