using Samagam.Simulation.Actors;

namespace Samagam.Simulation.Checks;

/// <summary>sos.md rule 1: never refused. "Not saved" is only ever said by a box whose disk really could not write.</summary>
public sealed class CallIsNeverRefused : Checker
{
    public override void Refused(SimStation at) => Hold(Story.Options.DiskFaults, $"{at} refused a call with a sound disk");
}
