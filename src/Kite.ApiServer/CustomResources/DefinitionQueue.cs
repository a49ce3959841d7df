using Kite.Api.Client;

namespace Kite.ApiServer.CustomResources;

/// <summary>The names of definitions that something is to be done about; what fails comes again, later each time.</summary>
internal sealed class DefinitionQueue(TimeProvider time) : IDisposable
{
    private readonly WorkQueue<string> queue = new(time);

    /// <summary>Adds a definition.</summary>
    public void Add(string name) => queue.Add(name);

    /// <summary>Adds a definition after a while.</summary>
    public void AddAfter(string name, TimeSpan delay) => queue.AddAfter(name, delay);

    /// <summary>Works one definition after the other until cancelled.</summary>
    /// <param name="work">What to do.</param>
    /// <param name="failed">Told of failures.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task WorkAsync(Func<string, CancellationToken, Task> work, Action<Exception, string> failed, CancellationToken cancellationToken)
    {
        while (true)
        {
            var name = await queue.TakeAsync(cancellationToken);
            try
            {
                await work(name, cancellationToken);
                queue.Forget(name);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                failed(e, name);
                queue.Retry(name);
            }
            finally
            {
                queue.Done(name);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => queue.Dispose();
}
