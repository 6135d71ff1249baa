using System.Text;
using Samagam.Routing;

namespace Samagam.Node.Portal.Tests.Support;

/// <summary>A river with two bridges of the same length and a third far off; drawn as OSM XML and read by the real reader.</summary>
internal static class TwinBridges
{
    public static readonly object West = new { lat = 23.1850, lng = 75.7600 };
    public static readonly object East = new { lat = 23.1850, lng = 75.7700 };

    /// <summary>North and south of the straight line by the same distance; the third far north.</summary>
    public static MapSnapshot Load()
    {
        var bytes = Encoding.UTF8.GetBytes("""
            <?xml version='1.0' encoding='UTF-8'?>
            <osm version='0.6'>
            <node id='1' lat='23.1850' lon='75.7590'/><node id='2' lat='23.1850' lon='75.7610'/>
            <node id='3' lat='23.1850' lon='75.7690'/><node id='4' lat='23.1850' lon='75.7710'/>
            <node id='5' lat='23.1865' lon='75.7650'/><node id='6' lat='23.1835' lon='75.7650'/><node id='7' lat='23.1990' lon='75.7650'/>
            <way id='11'><nd ref='1'/><nd ref='2'/><tag k='highway' v='residential'/></way>
            <way id='12'><nd ref='3'/><nd ref='4'/><tag k='highway' v='residential'/></way>
            <way id='21'><nd ref='2'/><nd ref='5'/><nd ref='3'/><tag k='highway' v='footway'/><tag k='name:en' v='North bridge'/></way>
            <way id='22'><nd ref='2'/><nd ref='6'/><nd ref='3'/><tag k='highway' v='footway'/><tag k='name:en' v='South bridge'/></way>
            <way id='23'><nd ref='2'/><nd ref='7'/><nd ref='3'/><tag k='highway' v='footway'/><tag k='name:en' v='Far bridge'/></way>
            </osm>
            """);
        return MapSnapshot.Load(() => new MemoryStream(bytes, writable: false), cancel: PortalBox.Cancel);
    }
}
