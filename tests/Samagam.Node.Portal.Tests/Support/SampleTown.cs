using System.Text;
using Samagam.Core.Geo;
using Samagam.Routing;

namespace Samagam.Node.Portal.Tests.Support;

/// <summary>A small town of two streets that meet, with one of each kind of help; drawn as OSM XML and read by the real reader.</summary>
internal static class SampleTown
{
    /// <summary>Where the box stands: the crossing.</summary>
    public static readonly GeoPoint Crossing = new(23.1850, 75.7670);

    /// <summary>About 330 m north of the crossing, at the end of the ghat road.</summary>
    public static readonly GeoPoint NorthEnd = new(23.1880, 75.7670);

    public static MapSnapshot Load()
    {
        var bytes = Encoding.UTF8.GetBytes("""
            <?xml version='1.0' encoding='UTF-8'?>
            <osm version='0.6'>
            <node id='1' lat='23.1850' lon='75.7670'/>
            <node id='2' lat='23.1880' lon='75.7670'/>
            <node id='3' lat='23.1850' lon='75.7700'/>
            <node id='4' lat='23.1850' lon='75.7640'/>
            <node id='11' lat='23.1852' lon='75.7670'><tag k='amenity' v='toilets'/></node>
            <node id='12' lat='23.1850' lon='75.7680'><tag k='amenity' v='drinking_water'/><tag k='name' v='राम घाट प्याऊ'/><tag k='name:en' v='Ram Ghat tap'/></node>
            <node id='13' lat='23.1870' lon='75.7670'><tag k='amenity' v='hospital'/><tag k='name' v='शिप्रा चिकित्सा शिविर'/><tag k='name:en' v='Shipra &lt;medical&gt; camp'/></node>
            <node id='14' lat='23.1850' lon='75.7650'><tag k='amenity' v='police'/><tag k='name' v='महाकाल थाना'/><tag k='name:en' v='Mahakal police post'/></node>
            <way id='21'><nd ref='1'/><nd ref='2'/><tag k='highway' v='footway'/><tag k='name' v='घाट मार्ग'/><tag k='name:en' v='Ghat road'/></way>
            <way id='22'><nd ref='4'/><nd ref='1'/><nd ref='3'/><tag k='highway' v='residential'/><tag k='name' v='महाकाल मार्ग'/><tag k='name:en' v='Mahakal road'/></way>
            <node id='91' lat='23.1862' lon='75.7660'/><node id='92' lat='23.1862' lon='75.7680'/><node id='93' lat='23.1876' lon='75.7680'/><node id='94' lat='23.1876' lon='75.7660'/>
            <way id='90'><nd ref='91'/><nd ref='92'/><nd ref='93'/><nd ref='94'/><nd ref='91'/><tag k='samagam:zone' v='north'/><tag k='name:en' v='North'/></way>
            </osm>
            """);
        return MapSnapshot.Load(() => new MemoryStream(bytes, writable: false), cancel: PortalBox.Cancel);
    }
}
