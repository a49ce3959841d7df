using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Kite.ApiServer.InProcess;

/// <summary>One request and its response: what the pipeline sees as HTTP features on one side, and the client as messages on the other, with a pipe between them.</summary>
internal sealed class InProcessExchange : IHttpRequestFeature, IHttpResponseFeature, IHttpResponseBodyFeature, IHttpRequestLifetimeFeature
{
    private static readonly PipeOptions PipeSettings = new(pauseWriterThreshold: 1024 * 1024, resumeWriterThreshold: 512 * 1024, useSynchronizationContext: false);
    private readonly HttpRequestMessage request;
    private readonly TaskCompletionSource<HttpResponseMessage> response = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource aborted;
    private readonly CancellationToken abortion;
    private readonly Pipe pipe = new(PipeSettings);
    private readonly HeaderDictionary responseHeaders = [];
    private readonly List<(Func<object, Task> Callback, object State)> completed = [];
    private List<(Func<object, Task> Callback, object State)>? starting;
    private Stream? bodyStream;
    private bool hasStarted;

    /// <summary>An exchange that has not begun.</summary>
    public InProcessExchange(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        this.request = request;
        aborted = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        abortion = aborted.Token;
        var uri = request.RequestUri!;
        Path = Uri.UnescapeDataString(uri.AbsolutePath);
        RawTarget = uri.PathAndQuery;
        QueryString = uri.Query;
        Headers = InProcessHeaders.From(request);
        Features.Set<IHttpRequestFeature>(this);
        Features.Set<IHttpResponseFeature>(this);
        Features.Set<IHttpResponseBodyFeature>(this);
        Features.Set<IHttpRequestLifetimeFeature>(this);
    }

    /// <summary>The features that make up the server's side.</summary>
    public FeatureCollection Features { get; } = new(8);

    /// <summary>The response, once its headers are known.</summary>
    public Task<HttpResponseMessage> Response => response.Task;

    /// <summary>The request's body.</summary>
    public Stream RequestBody { get; set; } = System.IO.Stream.Null;

    /// <inheritdoc/>
    public string Protocol { get; set; } = "HTTP/2";

    /// <inheritdoc/>
    public string Scheme { get; set; } = "https";

    string IHttpRequestFeature.Method
    {
        get => request.Method.Method;
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public string PathBase { get; set; } = "";

    /// <inheritdoc/>
    public string Path { get; set; }

    /// <inheritdoc/>
    public string QueryString { get; set; }

    /// <inheritdoc/>
    public string RawTarget { get; set; } = "";

    /// <inheritdoc/>
    public IHeaderDictionary Headers { get; set; }

    Stream IHttpRequestFeature.Body
    {
        get => RequestBody;
        set => RequestBody = value;
    }

    int IHttpResponseFeature.StatusCode { get; set; } = (int)HttpStatusCode.OK;

    string? IHttpResponseFeature.ReasonPhrase { get; set; }

    IHeaderDictionary IHttpResponseFeature.Headers
    {
        get => responseHeaders;
        set => throw new NotSupportedException();
    }

    Stream IHttpResponseFeature.Body
    {
        get => Stream;
        set => throw new NotSupportedException();
    }

    bool IHttpResponseFeature.HasStarted => hasStarted;

    /// <inheritdoc/>
    public Stream Stream => bodyStream ??= new StartingStream(this);

    /// <inheritdoc/>
    public PipeWriter Writer => field ??= new StartingWriter(pipe.Writer, Start);

    CancellationToken IHttpRequestLifetimeFeature.RequestAborted
    {
        get => abortion;
        set => throw new NotSupportedException();
    }

    /// <summary>Follows the pipeline to its end.</summary>
    public void Run(Task pipeline) => _ = FinishAsync(pipeline);

    /// <inheritdoc/>
    public void Abort()
    {
        try
        {
            aborted.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has come to its end already.
        }
    }

    /// <inheritdoc/>
    public void OnStarting(Func<object, Task> callback, object state) => (starting ??= []).Add((callback, state));

    /// <inheritdoc/>
    public void OnCompleted(Func<object, Task> callback, object state) => completed.Add((callback, state));

    /// <inheritdoc/>
    public void DisableBuffering()
    {
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken = default)
    {
        Start();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    /// <inheritdoc/>
    public Task CompleteAsync()
    {
        Start();
        return Task.CompletedTask;
    }

    private void Start()
    {
        if (hasStarted) return;
        // Those who wait for this have nothing to wait for themselves.
        foreach (var (callback, state) in starting ?? []) _ = callback(state);
        hasStarted = true;
        var message = new HttpResponseMessage((HttpStatusCode)((IHttpResponseFeature)this).StatusCode)
        {
            RequestMessage = request,
            Version = HttpVersion.Version20,
            Content = new InProcessContent(pipe.Reader, Abort),
        };
        InProcessHeaders.CopyTo(responseHeaders, message);
        response.TrySetResult(message);
    }

    private async Task FinishAsync(Task pipeline)
    {
        try
        {
            await pipeline;
            if (abortion.IsCancellationRequested)
            {
                response.TrySetCanceled(abortion);
                await pipe.Writer.CompleteAsync(new OperationCanceledException(abortion));
            }
            else
            {
                Start();
                await pipe.Writer.CompleteAsync();
            }
        }
        catch (Exception e)
        {
            // The boundary of the exchange: whatever went wrong is the client's to see.
            response.TrySetException(e);
            await pipe.Writer.CompleteAsync(e);
        }
        foreach (var (callback, state) in completed) await callback(state);
        // Lets go of the caller's token, which may live as long as the server.
        aborted.Dispose();
    }
}
