using System.Diagnostics.Metrics;

namespace Kite.UnitTests.Agent.Server;

/// <summary>Makes meters that end with it.</summary>
internal sealed class TestMeters : IMeterFactory
{
    private readonly List<Meter> meters = [];

    public Meter Create(MeterOptions options)
    {
        var meter = new Meter(options);
        meters.Add(meter);
        return meter;
    }

    public void Dispose()
    {
        foreach (var meter in meters) meter.Dispose();
    }
}
