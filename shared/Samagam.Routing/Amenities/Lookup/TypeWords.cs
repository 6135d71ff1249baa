namespace Samagam.Routing.Amenities.Lookup;

/// <summary>
/// What people call each type: the words shown (Hindi and English) and all those searched for, in both scripts and with the
/// words of Marathi and Gujarati where they differ. Spellings that sound alike need no entry of their own.
/// </summary>
public static class TypeWords
{
    private static readonly (string Hi, string En, string[] Asked)[] Words =
    [
        ("शौचालय", "Toilet", ["शौचालय", "सुलभ शौचालय", "टॉयलेट", "संडास", "पेशाबघर", "मूत्रालय", "बाथरूम", "स्वच्छतागृह", "toilet", "toilets", "latrine", "washroom", "restroom", "bathroom", "wc", "loo", "lavatory", "urinal", "sandas"]),
        ("पीने का पानी", "Drinking water", ["पानी", "पीने का पानी", "पेयजल", "जल", "प्याऊ", "नल", "पाणी", "પાણી", "water", "drinking water", "water tap", "tap", "paani", "piyau", "water atm", "water point"]),
        ("अस्पताल और दवा", "Medical help", ["अस्पताल", "चिकित्सा", "चिकित्सालय", "चिकित्सा शिविर", "डॉक्टर", "दवा", "दवाई", "दवाखाना", "प्राथमिक उपचार", "स्वास्थ्य केंद्र", "एम्बुलेंस", "रुग्णालय", "hospital", "clinic", "doctor", "medical", "medical camp", "medicine", "first aid", "pharmacy", "chemist", "dispensary", "ambulance", "health centre", "dawai"]),
        ("पुलिस", "Police", ["पुलिस", "पुलिस थाना", "थाना", "पुलिस चौकी", "चौकी", "पोलीस", "police", "police station", "police post", "thana", "outpost"]),
        ("खोया-पाया केंद्र", "Lost and found", ["खोया पाया", "खोया पाया केंद्र", "गुमशुदा", "खोए हुए", "भूले भटके", "lost found", "lost", "missing person", "missing", "khoya paya", "bhule bhatke"]),
        ("आश्रय", "Shelter", ["आश्रय", "रैन बसेरा", "शरण", "विश्राम", "विश्राम स्थल", "धर्मशाला", "shelter", "rain basera", "rest place", "resting place", "dharamshala", "tent"]),
        ("पार्किंग", "Parking", ["पार्किंग", "गाड़ी खड़ी", "वाहन पार्किंग", "parking", "car park"]),
        ("बस अड्डा", "Bus station", ["बस", "बस अड्डा", "बस स्टैंड", "बस स्टेशन", "bus", "bus station", "bus stand", "bus stop", "bus adda", "isbt"]),
        ("रेलवे स्टेशन", "Railway station", ["रेल", "रेलवे", "रेलवे स्टेशन", "स्टेशन", "ट्रेन", "जंक्शन", "railway", "rail", "railway station", "train", "train station", "station", "junction"]),
        ("मंदिर", "Place of worship", ["मंदिर", "देवालय", "पूजा", "आश्रम", "मस्जिद", "गुरुद्वारा", "चर्च", "temple", "mandir", "worship", "ashram", "mosque", "masjid", "church", "gurudwara"]),
        ("घाट", "Ghat", ["घाट", "स्नान", "स्नान घाट", "ghat", "bathing", "snan"]),
        ("भोजन", "Food", ["भोजन", "खाना", "भंडारा", "भोजनालय", "अन्नक्षेत्र", "लंगर", "प्रसाद", "चाय", "जेवण", "food", "eat", "restaurant", "bhandara", "canteen", "meal", "tea", "khana", "langar"]),
        ("जानकारी", "Information", ["जानकारी", "सूचना", "सूचना केंद्र", "पूछताछ", "सहायता केंद्र", "information", "info", "help desk", "enquiry", "help centre"]),
        ("बैंक और एटीएम", "Bank and cash machine", ["बैंक", "एटीएम", "पैसा", "पैसे", "bank", "atm", "cash", "money"]),
        ("फ़ोन चार्जिंग", "Phone charging", ["चार्जिंग", "फ़ोन चार्जिंग", "मोबाइल चार्ज", "चार्ज", "charging", "phone charging", "mobile charging", "charger", "charge"]),
    ];

    // What says nothing about the thing looked for. Only left out where something else remains.
    private static readonly string[] Fillers =
    [
        "का", "की", "के", "को", "में", "पर", "पास", "से", "है", "हैं", "कहाँ", "किधर", "और", "मुझे", "चाहिए", "सबसे", "नज़दीक", "नज़दीकी", "निकट", "यहाँ", "वाला",
        "the", "of", "in", "at", "to", "near", "nearest", "nearby", "me", "where", "is", "and", "my", "a", "an", "for", "kahan", "hai", "paas", "mein", "chahiye", "najdik",
    ];

    /// <summary>The word shown for a type: Hindi for <c>hi</c>, else English.</summary>
    public static string Label(AmenityType type, string language) => language == "hi" ? Words[(int)type].Hi : Words[(int)type].En;

    /// <summary>All words and phrases a type is searched by.</summary>
    public static IReadOnlyList<string> Asked(AmenityType type) => Words[(int)type].Asked;

    internal static IEnumerable<string> Filling => Fillers;
}
