using Kite.Agent.Runtime;

namespace Kite.UnitTests.Agent.Images;

/// <summary>An engine with images, and a registry that asks for passwords.</summary>
internal sealed class PlayedImages : IRuntimeImages, IRuntimeHealth
{
    private readonly List<Action> observers = [];

    public Dictionary<string, RuntimeImage> Present { get; } = new(StringComparer.Ordinal);

    /// <summary>Why a pull with a user's name fails; null for success.</summary>
    public Func<string, RuntimeException?> Registry { get; set; } = _ => null;

    public List<string> Pulls { get; } = [];

    public string? NotReadyReason => null;

    public Task<IReadOnlyList<RuntimeImage>> ListImagesAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<RuntimeImage>>(Present.Values.ToArray());

    public Task<RuntimeImage?> FindImageAsync(string reference, CancellationToken cancellationToken) => Task.FromResult(Present.GetValueOrDefault(reference));

    public Task PullImageAsync(string reference, RegistryCredentials? credentials, CancellationToken cancellationToken)
    {
        Pulls.Add(credentials?.Username ?? "");
        if (Registry(credentials?.Username ?? "") is { } failure) throw failure;
        Present[reference] = new RuntimeImage("sha256:" + reference, [reference], [], 7);
        foreach (var observer in observers) observer();
        return Task.CompletedTask;
    }

    public Task RemoveImageAsync(string id, CancellationToken cancellationToken)
    {
        foreach (var (name, _) in Present.Where(pair => pair.Value.Id == id).ToArray()) Present.Remove(name);
        return Task.CompletedTask;
    }

    public Task WaitForSyncAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void OnHealthChange(Action observer)
    {
    }

    public void OnImagesChange(Action observer) => observers.Add(observer);
}
