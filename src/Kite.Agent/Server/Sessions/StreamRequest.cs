using Microsoft.AspNetCore.Http;

namespace Kite.Agent.Server.Sessions;

/// <summary>Which streams a client wants.</summary>
internal readonly record struct StreamRequest(bool Stdin, bool Stdout, bool Stderr, bool Tty)
{
    /// <summary>Reads the kubelet's parameters <c>input</c>, <c>output</c>, <c>error</c> and <c>tty</c>.</summary>
    /// <exception cref="KubeletRequestException">None is wanted.</exception>
    public static StreamRequest Read(HttpRequest request)
    {
        var tty = IsSet(request, "tty");
        // A terminal has one output only.
        var wanted = new StreamRequest(IsSet(request, "input"), IsSet(request, "output"), IsSet(request, "error") && !tty, tty);
        return wanted is { Stdin: false, Stdout: false, Stderr: false }
            ? throw new KubeletRequestException(StatusCodes.Status400BadRequest, "you must specify at least 1 of stdin, stdout, stderr")
            : wanted;
    }

    private static bool IsSet(HttpRequest request, string name) => request.Query[name].ToString() is "1" or "true";
}
