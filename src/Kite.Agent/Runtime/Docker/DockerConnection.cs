using System.Net.Sockets;
using System.Text.Json;
using Docker.DotNet;
using Kite.Agent.Linux;

namespace Kite.Agent.Runtime.Docker;

/// <summary>The way to the engine: one client, and its failures in the runtime's own words.</summary>
internal sealed class DockerConnection(DockerOptions options) : IDisposable
{
    private readonly DockerClient client = new DockerClientBuilder().WithEndpoint(options.Endpoint).WithTimeout(Timeout.InfiniteTimeSpan).Build();

    /// <summary>The node's name on every label.</summary>
    public string NodeName => options.NodeName;

    /// <summary>Calls the engine.</summary>
    public async Task<T> CallAsync<T>(Func<DockerClient, Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call(client);
        }
        catch (Exception e) when (Translate(e, cancellationToken) is { } translated)
        {
            throw translated;
        }
    }

    /// <summary>Calls the engine.</summary>
    public Task CallAsync(Func<DockerClient, Task> call, CancellationToken cancellationToken) => CallAsync(
        async docker =>
        {
            await call(docker);
            return true;
        },
        cancellationToken);

    /// <summary>Calls the engine; false where it doesn't know the object.</summary>
    public async Task<bool> TryCallAsync(Func<DockerClient, Task> call, CancellationToken cancellationToken)
    {
        try
        {
            await CallAsync(call, cancellationToken);
            return true;
        }
        catch (RuntimeNotFoundException)
        {
            return false;
        }
    }

    public void Dispose() => client.Dispose();

    private RuntimeException? Translate(Exception exception, CancellationToken cancellationToken) => exception switch
    {
        _ when cancellationToken.IsCancellationRequested => null,
        DockerApiException { StatusCode: System.Net.HttpStatusCode.NotFound } e => new RuntimeNotFoundException(MessageOf(e), e),
        DockerApiException e => new RuntimeException(MessageOf(e), e),
        HttpRequestException or IOException or SocketException or TimeoutException or OperationCanceledException =>
            new RuntimeUnavailableException(SocketFailures.Describe(exception.GetBaseException(), options.Endpoint), exception),
        _ => null,
    };

    private static string MessageOf(DockerApiException exception)
    {
        if (string.IsNullOrEmpty(exception.ResponseBody)) return exception.Message;
        try
        {
            using var body = JsonDocument.Parse(exception.ResponseBody);
            return body.RootElement.TryGetProperty("message", out var message) ? message.GetString()! : exception.ResponseBody;
        }
        catch (JsonException)
        {
            return exception.ResponseBody.Trim();
        }
    }
}
