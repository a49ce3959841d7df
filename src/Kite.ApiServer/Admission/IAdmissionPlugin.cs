namespace Kite.ApiServer.Admission;

/// <summary>One step between authorization and the store: changes or refuses a write. Called for every write; what doesn't concern it, it lets pass at once.</summary>
public interface IAdmissionPlugin
{
    /// <summary>The upstream name, such as <c>NamespaceLifecycle</c>.</summary>
    string Name { get; }

    /// <summary>Changes the object before validation.</summary>
    /// <exception cref="Api.Errors.ApiStatusException">The write is refused.</exception>
    ValueTask MutateAsync(AdmissionRequest request, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Looks at the object as it would be stored.</summary>
    /// <exception cref="Api.Errors.ApiStatusException">The write is refused.</exception>
    ValueTask ValidateAsync(AdmissionRequest request, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
