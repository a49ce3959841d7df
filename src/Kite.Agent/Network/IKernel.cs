namespace Kite.Agent.Network;

/// <summary>The kernel's network settings.</summary>
internal interface IKernel
{
    /// <summary>True where packets between ports of one bridge pass iptables.</summary>
    bool FiltersBridgedTraffic { get; }

    /// <summary>The MTU of the interface with the default route, or 1500.</summary>
    int DefaultMtu { get; }

    /// <summary>Sets <c>/proc/sys/{name}</c> unless it already has that value.</summary>
    /// <returns>False where the kernel has no such setting or refuses.</returns>
    bool Set(string name, string value);

    /// <summary>Lets every port of a bridge send a packet back out where it came in, as pods do that reach themselves through a Service.</summary>
    void EnableHairpin(string bridge);
}
