using System.Text;

namespace Samagam.Routing.Osm;

/// <summary>
/// Reads one unpacked HeaderBlock or PrimitiveBlock (OSM wiki "PBF Format", osmformat.proto).
/// </summary>
internal sealed class PbfBlock(OsmLimits limits, OsmSink sink)
{
    private readonly OsmTags _tags = new();
    private readonly PbfStrings _strings = new(limits);
    private readonly List<(int Start, int Length)> _groups = [];
    private long[] _refs = new long[256];
    private OsmMember[] _members = new OsmMember[64];
    private long _granularity;
    private long _latOffset;
    private long _lonOffset;
    private long _position;

    /// <summary>Refuses a file that needs what this reader does not know, such as history.</summary>
    public static void CheckHeader(ReadOnlySpan<byte> block, long position)
    {
        var proto = new ProtoSpan(block, position);
        while (proto.NextField(out var field, out var wire))
        {
            if (field != 4)
            {
                proto.Skip(wire);
                continue;
            }
            var feature = Encoding.UTF8.GetString(proto.ReadBytes(wire));
            if (feature is not ("OsmSchema-V0.6" or "DenseNodes"))
            {
                throw new MapFormatException(MapFault.Unsupported, $"it requires the feature “{feature}”", position);
            }
        }
    }

    public void Read(ReadOnlySpan<byte> block, long position)
    {
        (_granularity, _latOffset, _lonOffset, _position) = (100, 0, 0, position);
        _strings.Clear();
        _groups.Clear();
        var proto = new ProtoSpan(block, position);
        while (proto.NextField(out var field, out var wire))
        {
            switch (field)
            {
                case 1:
                    _strings.Read(block, proto.ReadBytes(wire), position);
                    break;
                case 2:
                    // Groups may stand before the string table, so they are read after it.
                    _groups.Add(PbfStrings.Place(block, proto.ReadBytes(wire)));
                    break;
                case 17 when wire == 0:
                    _granularity = (long)proto.ReadVarint();
                    break;
                case 19 when wire == 0:
                    _latOffset = (long)proto.ReadVarint();
                    break;
                case 20 when wire == 0:
                    _lonOffset = (long)proto.ReadVarint();
                    break;
                default:
                    proto.Skip(wire);
                    break;
            }
        }
        if (_granularity is <= 0 or > 1_000_000_000)
        {
            throw proto.Bad($"granularity {_granularity} makes no sense");
        }
        foreach (var (start, length) in _groups)
        {
            ReadGroup(block, block.Slice(start, length));
        }
    }

    private string Text(ReadOnlySpan<byte> block, ulong index) => _strings.Text(block, index, _position);

    private void ReadGroup(ReadOnlySpan<byte> block, ReadOnlySpan<byte> bytes)
    {
        var proto = new ProtoSpan(bytes, _position);
        while (proto.NextField(out var field, out var wire))
        {
            switch (field)
            {
                case 1 when sink.WantsNodes:
                    ReadNode(block, proto.ReadBytes(wire));
                    break;
                case 2 when sink.WantsNodes:
                    ReadDense(block, proto.ReadBytes(wire));
                    break;
                case 3 when sink.WantsWays:
                    ReadWay(block, proto.ReadBytes(wire));
                    break;
                case 4 when sink.WantsRelations:
                    ReadRelation(block, proto.ReadBytes(wire));
                    break;
                default:
                    proto.Skip(wire);
                    break;
            }
        }
    }

    private void ReadNode(ReadOnlySpan<byte> block, ReadOnlySpan<byte> bytes)
    {
        long id = 0, lat = 0, lon = 0;
        ReadOnlySpan<byte> keys = default, values = default;
        var proto = new ProtoSpan(bytes, _position);
        while (proto.NextField(out var field, out var wire))
        {
            switch (field)
            {
                case 1 when wire == 0:
                    id = proto.ReadSigned();
                    break;
                case 2:
                    keys = proto.ReadBytes(wire);
                    break;
                case 3:
                    values = proto.ReadBytes(wire);
                    break;
                case 8 when wire == 0:
                    lat = proto.ReadSigned();
                    break;
                case 9 when wire == 0:
                    lon = proto.ReadSigned();
                    break;
                default:
                    proto.Skip(wire);
                    break;
            }
        }
        ReadTags(block, keys, values);
        GiveNode(id, lat, lon);
    }

    private void ReadDense(ReadOnlySpan<byte> block, ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> idBytes = default, latBytes = default, lonBytes = default, tagBytes = default;
        var proto = new ProtoSpan(bytes, _position);
        while (proto.NextField(out var field, out var wire))
        {
            switch (field)
            {
                case 1:
                    idBytes = proto.ReadBytes(wire);
                    break;
                case 8:
                    latBytes = proto.ReadBytes(wire);
                    break;
                case 9:
                    lonBytes = proto.ReadBytes(wire);
                    break;
                case 10:
                    tagBytes = proto.ReadBytes(wire);
                    break;
                default:
                    proto.Skip(wire);
                    break;
            }
        }
        var ids = new ProtoSpan(idBytes, _position);
        var lats = new ProtoSpan(latBytes, _position);
        var lons = new ProtoSpan(lonBytes, _position);
        var tags = new ProtoSpan(tagBytes, _position);
        long id = 0, lat = 0, lon = 0;
        while (!ids.AtEnd)
        {
            id = unchecked(id + ids.ReadSigned());
            lat = unchecked(lat + lats.ReadSigned());
            lon = unchecked(lon + lons.ReadSigned());
            _tags.Clear();
            while (!tags.AtEnd && tags.ReadVarint() is var key and not 0)
            {
                AddTag(Text(block, key), Text(block, tags.ReadVarint()));
            }
            GiveNode(id, lat, lon);
        }
        if (!lats.AtEnd || !lons.AtEnd || !tags.AtEnd)
        {
            throw proto.Bad("dense nodes have unequal columns");
        }
    }

    private void GiveNode(long id, long lat, long lon)
    {
        // Stored in units of granularity nanodegrees; Int128 because a hostile value may overflow the product.
        var latE7 = (_latOffset + ((Int128)_granularity * lat)) / 100;
        var lonE7 = (_lonOffset + ((Int128)_granularity * lon)) / 100;
        if (latE7 < -900_000_000 || latE7 > 900_000_000 || lonE7 < -1_800_000_000 || lonE7 > 1_800_000_000)
        {
            throw new MapFormatException(MapFault.Malformed, $"node {id} is not on the Earth", _position);
        }
        sink.OnNode(id, (int)latE7, (int)lonE7, _tags);
    }

    private void ReadWay(ReadOnlySpan<byte> block, ReadOnlySpan<byte> bytes)
    {
        long id = 0;
        ReadOnlySpan<byte> keys = default, values = default, refs = default;
        var proto = new ProtoSpan(bytes, _position);
        while (proto.NextField(out var field, out var wire))
        {
            switch (field)
            {
                case 1 when wire == 0:
                    id = (long)proto.ReadVarint();
                    break;
                case 2:
                    keys = proto.ReadBytes(wire);
                    break;
                case 3:
                    values = proto.ReadBytes(wire);
                    break;
                case 8:
                    refs = proto.ReadBytes(wire);
                    break;
                default:
                    proto.Skip(wire);
                    break;
            }
        }
        ReadTags(block, keys, values);
        var count = 0;
        long node = 0;
        for (var packed = new ProtoSpan(refs, _position); !packed.AtEnd;)
        {
            node = unchecked(node + packed.ReadSigned());
            OsmGrowth.Append(ref _refs, ref count, node, limits.MaxNodesPerWay, "node references in one way", _position);
        }
        sink.OnWay(id, _refs.AsSpan(0, count), _tags);
    }

    private void ReadRelation(ReadOnlySpan<byte> block, ReadOnlySpan<byte> bytes)
    {
        long id = 0;
        ReadOnlySpan<byte> keys = default, values = default, roleBytes = default, idBytes = default, kindBytes = default;
        var proto = new ProtoSpan(bytes, _position);
        while (proto.NextField(out var field, out var wire))
        {
            switch (field)
            {
                case 1 when wire == 0:
                    id = (long)proto.ReadVarint();
                    break;
                case 2:
                    keys = proto.ReadBytes(wire);
                    break;
                case 3:
                    values = proto.ReadBytes(wire);
                    break;
                case 8:
                    roleBytes = proto.ReadBytes(wire);
                    break;
                case 9:
                    idBytes = proto.ReadBytes(wire);
                    break;
                case 10:
                    kindBytes = proto.ReadBytes(wire);
                    break;
                default:
                    proto.Skip(wire);
                    break;
            }
        }
        ReadTags(block, keys, values);
        var roles = new ProtoSpan(roleBytes, _position);
        var ids = new ProtoSpan(idBytes, _position);
        var kinds = new ProtoSpan(kindBytes, _position);
        var count = 0;
        long member = 0;
        while (!ids.AtEnd)
        {
            member = unchecked(member + ids.ReadSigned());
            var role = Text(block, roles.ReadVarint());
            var kind = kinds.ReadVarint();
            if (kind > 2)
            {
                throw proto.Bad($"a relation member has kind {kind}");
            }
            OsmGrowth.Append(ref _members, ref count, new OsmMember((OsmKind)kind, member, role),
                limits.MaxMembersPerRelation, "members in one relation", _position);
        }
        sink.OnRelation(id, _members.AsSpan(0, count), _tags);
    }

    private void ReadTags(ReadOnlySpan<byte> block, ReadOnlySpan<byte> keyBytes, ReadOnlySpan<byte> valueBytes)
    {
        _tags.Clear();
        var keys = new ProtoSpan(keyBytes, _position);
        var values = new ProtoSpan(valueBytes, _position);
        while (!keys.AtEnd)
        {
            AddTag(Text(block, keys.ReadVarint()), Text(block, values.ReadVarint()));
        }
    }

    private void AddTag(string key, string value)
    {
        if (_tags.Count == limits.MaxTagsPerElement)
        {
            throw new MapFormatException(MapFault.TooLarge,
                $"an element has more than {limits.MaxTagsPerElement} tags", _position);
        }
        _tags.Add(key, value);
    }
}
