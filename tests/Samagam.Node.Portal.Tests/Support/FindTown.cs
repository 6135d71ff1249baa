using System.Text;
using Samagam.Routing;

namespace Samagam.Node.Portal.Tests.Support;

/// <summary>One street with places that differ in everything that can be asked for; sector 3 in the west, zone "north" in the north.</summary>
internal static class FindTown
{
    public static MapSnapshot Load()
    {
        var bytes = Encoding.UTF8.GetBytes("""
            <?xml version='1.0' encoding='UTF-8'?>
            <osm version='0.6'>
            <node id='1' lat='23.1850' lon='75.7670'/>
            <node id='2' lat='23.1880' lon='75.7670'/>
            <way id='21'><nd ref='1'/><nd ref='2'/><tag k='highway' v='footway'/></way>
            <node id='31' lat='23.1852' lon='75.7670'><tag k='amenity' v='toilets'/><tag k='opening_hours' v='24/7'/><tag k='wheelchair' v='yes'/><tag k='fee' v='no'/><tag k='female' v='yes'/><tag k='capacity' v='12'/></node>
            <node id='32' lat='23.1854' lon='75.7670'><tag k='amenity' v='toilets'/><tag k='opening_hours' v='off'/><tag k='wheelchair' v='no'/><tag k='fee' v='yes'/><tag k='male' v='yes'/><tag k='capacity' v='4'/></node>
            <node id='33' lat='23.1856' lon='75.7670'><tag k='amenity' v='toilets'/><tag k='opening_hours' v='by the grace of God'/><tag k='wheelchair' v='limited'/></node>
            <node id='34' lat='23.1858' lon='75.7670'><tag k='amenity' v='toilets'/><tag k='opening_hours' v='00:00-12:00'/><tag k='unisex' v='yes'/><tag k='disused' v='yes'/></node>
            <node id='41' lat='23.1870' lon='75.7670'><tag k='amenity' v='place_of_worship'/><tag k='name' v='महाकालेश्वर मंदिर'/><tag k='name:en' v='Mahakaleshwar Temple'/><tag k='name:mr' v='महाकाळेश्वर मंदिर'/><tag k='opening_hours' v='Mo-Su 04:00-23:00; PH off'/><tag k='addr:street' v='Mahakal Marg'/><tag k='addr:city' v='Ujjain'/></node>
            <node id='42' lat='23.1872' lon='75.7670'><tag k='amenity' v='drinking_water'/><tag k='name:en' v='Tap &lt;b&gt;'/><tag k='drinking_water' v='no'/></node>
            <node id='91' lat='23.1862' lon='75.7660'/><node id='92' lat='23.1862' lon='75.7680'/><node id='93' lat='23.1885' lon='75.7680'/><node id='94' lat='23.1885' lon='75.7660'/>
            <way id='90'><nd ref='91'/><nd ref='92'/><nd ref='93'/><nd ref='94'/><nd ref='91'/><tag k='samagam:zone' v='north'/><tag k='name:en' v='North'/></way>
            <node id='95' lat='23.1840' lon='75.7660'/><node id='96' lat='23.1840' lon='75.7680'/><node id='97' lat='23.1855' lon='75.7680'/><node id='98' lat='23.1855' lon='75.7660'/>
            <way id='99'><nd ref='95'/><nd ref='96'/><nd ref='97'/><nd ref='98'/><nd ref='95'/><tag k='samagam:sector' v='3'/><tag k='name:en' v='South'/></way>
            </osm>
            """);
        return MapSnapshot.Load(() => new MemoryStream(bytes, writable: false), cancel: PortalBox.Cancel);
    }
}
