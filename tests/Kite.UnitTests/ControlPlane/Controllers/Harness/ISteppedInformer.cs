namespace Kite.UnitTests.ControlPlane.Controllers.Harness;

internal interface ISteppedInformer
{
    void Step();
}
