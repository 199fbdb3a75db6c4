using System.Collections.Frozen;

namespace PromptCompressor.Core.Text.Protection.Rules;

/// <summary>What may stand beside a number, one space away, and belongs to it.</summary>
internal static class NumberWords
{
    /// <summary>Longest entry below, so that a look at a neighbour stays short.</summary>
    public const int MaxLength = 12;

    // "in" (inch), "a" and "A" are left out: after a number they are nearly always English words.
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Units = Set(
        "nm µm μm mm cm dm m km ft yd mi mile miles inch inches foot feet yards meter meters metre metres kilometers kilometres nmi",
        "m² m³ km² cm² cm³ ft² ha acre acres sqm mg µg μg g kg t lb lbs oz tons tonnes grams kilograms pounds ounces ml cl dl l L liters litres",
        "ns µs μs ms s sec secs min mins h hr hrs d wk yr yrs second seconds minute minutes hour hours day days week weeks month months year years",
        "millisecond milliseconds microseconds nanoseconds decade decades century centuries am pm AM PM UTC GMT CET CEST EST EDT PST PDT",
        "B bit bits byte bytes kB KB MB GB TB PB KiB MiB GiB TiB kbit Mbit Gbit kbps Mbps Gbps bps Hz kHz MHz GHz THz",
        "V mV kV W mW kW MW GW Wh kWh MWh GWh mA mAh J kJ MJ cal kcal Pa hPa kPa MPa bar psi N kN Ω kΩ °C °F K mol mmol dB px pt em rem dpi fps rpm mph kmh",
        "percent pct bps ppm ppb points degrees items tokens requests req users rows people times units pieces pages degree pp");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Magnitudes = Set(
        "k K M bn mn m tn hundred thousand million millions billion billions trillion trillions dozen lakh crore");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Currencies = Set(
        "USD EUR GBP JPY CNY RMB INR CHF CAD AUD NZD HKD SGD KRW SEK NOK DKK PLN CZK HUF BRL MXN ZAR TRY RUB UAH ILS AED SAR THB IDR BTC ETH",
        "dollars dollar euros euro cents yen yuan rupees francs");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Months = Set(
        "January February March April May June July August September October November December",
        "Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec");

    public static bool IsUnit(ReadOnlySpan<char> word) => Units.Contains(word) || Currencies.Contains(word);

    public static bool IsMagnitude(ReadOnlySpan<char> word) => Magnitudes.Contains(word);

    public static bool IsCurrencyCode(ReadOnlySpan<char> word) => word.Length == 3 && Currencies.Contains(word);

    public static bool IsMonth(ReadOnlySpan<char> word) => Months.Contains(word);

    private static FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Set(params string[] lines) =>
        lines.SelectMany(line => line.Split(' ')).ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
}
