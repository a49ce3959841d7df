namespace Kite.Api.Client;

/// <summary>An informer as its factory runs it.</summary>
internal interface IRunnableInformer
{
    /// <summary>Keeps the copy current until cancelled; never throws.</summary>
    Task RunAsync(CancellationToken cancellationToken);
}
