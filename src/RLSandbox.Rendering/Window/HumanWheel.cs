namespace RLSandbox.Rendering.Window;

/// <summary>Turns keys and a game controller into steering and pedal.</summary>
/// <remarks>Keys are all or nothing; the wheel turns towards what they ask at a rate that a hand could, and back to the middle faster.</remarks>
public sealed class HumanWheel
{
    /// <summary>Shares of full steering per second: from the middle to full lock in 0.45 s, back in 0.22 s.</summary>
    private const float TurnRate = 2.2f, ReturnRate = 4.5f;

    /// <summary>A worn stick rests this far from its middle.</summary>
    private const float DeadZone = 0.1f;

    private readonly HashSet<WindowKey> _down = [];
    private float _steering;

    /// <summary>Whether a key belongs to the wheel while somebody drives.</summary>
    public static bool Owns(WindowKey key) => key is WindowKey.Left or WindowKey.Right or WindowKey.Up or WindowKey.Down or (WindowKey)'W' or (WindowKey)'A' or (WindowKey)'S' or (WindowKey)'D';

    /// <summary>A key of the wheel went down or came up.</summary>
    public void Set(WindowKey key, bool isDown)
    {
        if (isDown) _down.Add(key);
        else _down.Remove(key);
    }

    /// <summary>Hands off: all keys up, the wheel in the middle.</summary>
    public void Release()
    {
        _down.Clear();
        _steering = 0;
    }

    /// <summary>Steering, left positive, and pedal after some more time.</summary>
    /// <param name="gamepad">Wins over the keys where it is moved.</param>
    public (float Steering, float Pedal) Turn(double seconds, GamepadAxes? gamepad)
    {
        var wanted = (Has(WindowKey.Left, 'A') ? 1 : 0) - (Has(WindowKey.Right, 'D') ? 1 : 0);
        var rate = wanted == 0 || wanted * _steering < 0 ? ReturnRate : TurnRate;
        var reach = rate * (float)seconds;
        _steering += Math.Clamp(wanted - _steering, -reach, reach);
        float pedal = (Has(WindowKey.Up, 'W') ? 1 : 0) - (Has(WindowKey.Down, 'S') ? 1 : 0);
        if (gamepad is not { } pad) return (_steering, pedal);
        var stick = MathF.Abs(pad.SteeringAxis) < DeadZone ? 0 : (MathF.Abs(pad.SteeringAxis) - DeadZone) / (1 - DeadZone) * MathF.Sign(pad.SteeringAxis);
        if (stick != 0) _steering = -stick * MathF.Abs(stick);                        // squared: fine near the middle
        var trigger = pad.Drive - pad.Brake;
        return (_steering, MathF.Abs(trigger) > DeadZone ? Math.Clamp(trigger, -1, 1) : pedal);
    }

    private bool Has(WindowKey arrow, char letter) => _down.Contains(arrow) || _down.Contains((WindowKey)letter);
}
