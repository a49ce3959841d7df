namespace Kite.ApiServer.Health;

/// <summary>One thing that must be well for the server to be ready, or to live.</summary>
public interface IHealthCheck
{
    /// <summary>The name, as in <c>/readyz/name</c>.</summary>
    string Name { get; }

    /// <summary>True where the server had better be restarted without it; false where it matters for readiness only.</summary>
    bool IsVital { get; }

    /// <summary>Null where all is well, else what is wrong.</summary>
    string? Check();
}
