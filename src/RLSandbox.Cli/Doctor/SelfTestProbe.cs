using System.Globalization;
using RLSandbox.Learning.Torch;

namespace RLSandbox.Cli.Doctor;

/// <summary>What a device calculates, operation by operation.</summary>
internal static class SelfTestProbe
{
    /// <exception cref="Core.UserErrorException">There is no such device, or it failed before it could be asked for details.</exception>
    public static IEnumerable<Finding> Examine(string name)
    {
        var device = TorchRuntime.Device(name);
        return DeviceSelfTest.Run(device).Select(check => Finding(TorchRuntime.Name(device), check));
    }

    private static Finding Finding(string device, DeviceCheck check)
    {
        var value = string.Create(CultureInfo.InvariantCulture, $"{device}: differs from the CPU by {check.Difference:0.0e+0}, at most {check.Limit:0.0e+0}");
        return check.Passed ? Doctor.Finding.Ok($"selfTest:{check.Name}", value) : new($"selfTest:{check.Name}", FindingState.Broken, value, "The libtorch belongs to another version than this program was built for, or the device is faulty.");
    }
}
