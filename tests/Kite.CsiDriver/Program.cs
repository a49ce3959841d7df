using Kite.CsiDriver;

// kite-csi-driver NAME KUBELET-DIRECTORY DATA-DIRECTORY: runs until it is told to end.
await using var driver = new TestDriver(new DriverOptions { Name = args[0], KubeletDirectory = args[1], DataDirectory = args[2] });
using var stop = new CancellationTokenSource();
using var terminate = System.Runtime.InteropServices.PosixSignalRegistration.Create(System.Runtime.InteropServices.PosixSignal.SIGTERM, signal =>
{
    signal.Cancel = true;
    stop.Cancel();
});
await driver.StartAsync();
await Task.Delay(Timeout.InfiniteTimeSpan, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
