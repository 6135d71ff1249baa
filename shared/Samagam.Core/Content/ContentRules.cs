namespace Samagam.Core.Content;

/// <summary>What must hold of each thing in a pack. Each check gives the field and what is wrong with it, or null; field names are those of the files.</summary>
public static class ContentRules
{
    public static (string Field, string Why)? Wrong(PointOfInterest poi, ContentLimits limits)
    {
        if (Texts(poi.Id, poi.Name, poi.NameHi, poi.Description, poi.DescriptionHi, limits) is { } text)
        {
            return text;
        }
        if (poi.Caution.Length > 0 && ContentText.WrongText(poi.Caution, limits.MaxText) is { } caution)
        {
            return ("caution", caution);
        }
        if (poi.CautionHi.Length > 0 && ContentText.WrongText(poi.CautionHi, limits.MaxText) is { } cautionHi)
        {
            return ("cautionHi", cautionHi);
        }
        if (poi.Caution.Length > 0 != poi.CautionHi.Length > 0)
        {
            return (poi.Caution.Length > 0 ? "cautionHi" : "caution", "is missing: a warning is for every reader");
        }
        if (!(Math.Abs(poi.Point.LatitudeDeg) <= 90))
        {
            return ("lat", "must be -90 to 90");
        }
        if (!(Math.Abs(poi.Point.LongitudeDeg) <= 180))
        {
            return ("lng", "must be -180 to 180");
        }
        if (poi.Significance is < 1 or > 5)
        {
            return ("significance", "must be 1 to 5");
        }
        if (poi.BestTimes.Distinct().Count() != poi.BestTimes.Count)
        {
            return ("bestTimeToVisit", "names the same time twice");
        }
        return poi.AverageDurationMinutes < 1 || poi.AverageDurationMinutes > limits.MaxDurationMinutes
            ? ("averageDurationMinutes", $"must be 1 to {limits.MaxDurationMinutes}")
            : null;
    }

    /// <param name="itinerary">What is checked.</param>
    /// <param name="isPoi">Whether the pack has a place of that id.</param>
    /// <param name="limits">What a pack may hold.</param>
    public static (string Field, string Why)? Wrong(Itinerary itinerary, Predicate<string> isPoi, ContentLimits limits)
    {
        if (Texts(itinerary.Id, itinerary.Name, itinerary.NameHi, itinerary.Description, itinerary.DescriptionHi, limits) is { } text)
        {
            return text;
        }
        if (!(itinerary.DurationHours >= 0.25 && itinerary.DurationHours <= limits.MaxDurationHours))
        {
            return ("durationHours", $"must be 0.25 to {limits.MaxDurationHours}");
        }
        if (itinerary.Difficulty is < 1 or > 5)
        {
            return ("difficulty", "must be 1 to 5");
        }
        if (itinerary.Stops.Count < 2 || itinerary.Stops.Count > limits.MaxStops)
        {
            return ("poiSequence", $"must have 2 to {limits.MaxStops} places");
        }
        for (var i = 0; i < itinerary.Stops.Count; i++)
        {
            if (!isPoi(itinerary.Stops[i]))
            {
                return ($"poiSequence[{i}]", "is no place of this pack");
            }
            if (i > 0 && itinerary.Stops[i] == itinerary.Stops[i - 1])
            {
                return ($"poiSequence[{i}]", "is the place before it");
            }
        }
        return null;
    }

    /// <param name="audio">What is checked.</param>
    /// <param name="manifest">Of the pack it is in.</param>
    /// <param name="isPoi">Whether the pack has a place of that id.</param>
    /// <param name="limits">What a pack may hold.</param>
    public static (string Field, string Why)? Wrong(AudioGuide audio, PackManifest manifest, Predicate<string> isPoi, ContentLimits limits) =>
        !isPoi(audio.Poi) ? ("poi", "is no place of this pack")
        : !manifest.Languages.Contains(audio.Language) ? ("language", "is not a language of this pack")
        : ContentText.WrongLine(audio.Title, limits.MaxName) is { } title ? ("title", title)
        : audio.DurationSeconds is < 1 or > AudioGuide.MaxSeconds ? ("durationSeconds", $"must be 1 to {AudioGuide.MaxSeconds}")
        : !manifest.Files.Any(f => f.Name == audio.File) ? ("file", "is not a file of this pack")
        : !AudioGuide.Types.Any(t => audio.File.EndsWith(t.Ending, StringComparison.Ordinal)) ? ("file", "is no kind of sound this box knows")
        : ContentText.WrongText(audio.Transcript, limits.MaxText) is { } transcript ? ("transcript", transcript)
        : null;

    /// <summary>Of a manifest by itself; whether the files are what it says is for who has them.</summary>
    public static (string Field, string Why)? Wrong(PackManifest manifest, ContentLimits limits)
    {
        if (ContentText.WrongId(manifest.Pack, limits.MaxId) is { } pack)
        {
            return ("pack", pack);
        }
        if (manifest.Version < 1)
        {
            return ("version", "must be at least 1");
        }
        foreach (var (field, value, most) in ((string, string, int)[])
            [("title", manifest.Title, limits.MaxName), ("titleHi", manifest.TitleHi, limits.MaxName), ("licence", manifest.Licence, limits.MaxText)])
        {
            if (ContentText.WrongLine(value, most) is { } why)
            {
                return (field, why);
            }
        }
        if (!manifest.Languages.SequenceEqual(manifest.Languages.Distinct().Order(StringComparer.Ordinal))
            || !manifest.Languages.All(l => l.Length is 2 or 3 && l.All(char.IsAsciiLetterLower))
            || !manifest.Languages.Contains("en") || !manifest.Languages.Contains("hi"))
        {
            return ("languages", "must be language tags in order, each once, with 'en' and 'hi' among them");
        }
        return WrongFiles(manifest.Files, limits);
    }

    private static (string Field, string Why)? WrongFiles(IReadOnlyList<PackFile> files, ContentLimits limits)
    {
        if (files.Count > limits.MaxFiles)
        {
            return ("files", $"are more than {limits.MaxFiles}");
        }
        var total = 0L;
        for (var i = 0; i < files.Count; i++)
        {
            var file = files[i];
            if (ContentText.WrongFileName(file.Name, limits.MaxFileName) is { } name)
            {
                return ($"files[{i}].name", name);
            }
            if (i > 0 && string.CompareOrdinal(files[i - 1].Name, file.Name) >= 0)
            {
                return ($"files[{i}].name", "is not in order, or stands twice");
            }
            if (ContentText.WrongHash(file.Sha256) is { } hash)
            {
                return ($"files[{i}].sha256", hash);
            }
            var most = file.Name is PackManifest.PoisFile or PackManifest.ItinerariesFile or PackManifest.AudioFile ? limits.MaxCatalogueBytes : limits.MaxFileBytes;
            if (file.Bytes < 0 || file.Bytes > most)
            {
                return ($"files[{i}].bytes", $"must be 0 to {most}");
            }
            total += file.Bytes;
        }
        if (total > limits.MaxPackBytes)
        {
            return ("files", $"are more than {limits.MaxPackBytes} bytes together");
        }
        foreach (var needed in (string[])[PackManifest.PoisFile, PackManifest.ItinerariesFile])
        {
            if (!files.Any(f => f.Name == needed))
            {
                return ("files", $"lack {needed}");
            }
        }
        return null;
    }

    private static (string Field, string Why)? Texts(string id, string name, string nameHi, string description, string descriptionHi, ContentLimits limits)
    {
        if (ContentText.WrongId(id, limits.MaxId) is { } wrong)
        {
            return ("id", wrong);
        }
        foreach (var (field, value) in ((string, string)[])[("name", name), ("nameHi", nameHi)])
        {
            if (ContentText.WrongLine(value, limits.MaxName) is { } why)
            {
                return (field, why);
            }
        }
        foreach (var (field, value) in ((string, string)[])[("description", description), ("descriptionHi", descriptionHi)])
        {
            if (ContentText.WrongText(value, limits.MaxText) is { } why)
            {
                return (field, why);
            }
        }
        return null;
    }
}
