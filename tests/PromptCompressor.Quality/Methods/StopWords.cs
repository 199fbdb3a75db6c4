using System.Collections.Frozen;
using PromptCompressor.Quality.Data;

namespace PromptCompressor.Quality.Methods;

/// <summary>The function words of a language that say least by themselves.</summary>
internal sealed class StopWords
{
    private static readonly FrozenDictionary<string, StopWords> Lists = new Dictionary<string, StopWords>(StringComparer.Ordinal)
    {
        ["en"] = new("a an and are as at be been but by can could did do does for from had has have he her his how i if in into is it its may more my no not of on or our she should so some such than that the their them then there these they this to too was we were what when where which who will with would you your also about after all any because before both each out over up very just"),
        ["de"] = new("aber als also am an auch auf aus bei bis da damit dann das dass dem den denn der des die dies diese dieser dieses doch durch ein eine einem einen einer eines er es für hat hatte haben ich ihr ihre im in ist ja kann mehr mit nach nicht noch nur ob oder schon sein seine seiner sich sie sind so über um und uns unter vom von vor war waren was wenn wer werden wie wir wird wurde wurden zu zum zur zwischen"),
        ["fr"] = new("a à afin ainsi au aux avec c'est ce cela ces cet cette comme d'un d'une dans de des deux donc du elle elles en est et été être eu il ils je l la le les leur leurs lui mais même ne nous on ont ou où par pas plus pour qu que qui s sa sans se ses si son sont sur tous tout très un une vers vous y avait était c'était qu'il qu'elle qu'on n'est"),
        ["es"] = new("a al algo ante así aunque cada como con contra cual cuando de del desde donde durante e el ella ellos en entre era eran es esa ese eso esta este esto está están fue fueron ha había han hasta hay la las le les lo los más me mi muy ni no nos o para pero por porque que qué se según ser si sí sin sobre son su sus también tan te un una uno y ya"),
        ["it"] = new("a ad ai al alla alle agli anche che chi ci come con cui da dal dalla dalle dei del della delle dello degli di dopo dove e ed era erano essere fra fu furono gli ha hanno i il in io la le lo loro ma mi ne nei nel nella nelle nello non o per perché più poi qual quale quando quella questo questa sarà se si sia sono su sua sue sui sul sulla suo tra tutti un una uno"),
        ["ro"] = new("a acest această acestea aceste al ale ar are au avea ca că care cât ce cea cei cel cu cum da dar de deci din după e ea ei el era erau este eu fi fie fost iar în la le lor lui mai mult nu o or pe pentru prin sa să sau se si și sunt un una unei unor unui va vor între ale fără foarte când"),
        ["el"] = new("ο η το οι τα του της των τον την τους τις στο στη στην στον στα στους στις και να θα με σε για από που πως ότι ως αν δεν μη μην είναι ήταν έχει είχε έχουν ένα ένας μία μια ενός μιας αυτό αυτή αυτός αυτά αυτές κατά μετά πριν προς όπως αλλά ή όταν επίσης πολύ μεταξύ τότε όσο κάθε"),
        ["ru"] = new("а без более был была были было быть в вам вас весь во вот все всех вы где да даже для до его ее её если есть ещё же за и из или им их к как ко когда которая которые который ли либо мне может мы на над не него нет ни но ну о об однако он она они оно от по под при с со так также там то того тоже только у уже что чтобы это этого этой этом этот я"),
        ["tr"] = new("acaba ama ancak bir biri bu bunu bunun çok çünkü da daha de değil diye en gibi göre hem her hiç için ile ise kadar ki kim mi mı mu mü ne neden nasıl o olan olarak olduğu oldu onlar onu onun sonra şey şu tüm üzere var ve veya ya yani yok"),
        ["vi"] = new("và của là có được trong cho với các những một này đó khi đã sẽ không từ đến để theo về ra vào trên dưới tại bởi vì nên thì mà cũng như nhưng hay hoặc nếu do bị rất đang còn lại sau trước ở cùng"),
        ["ar"] = new("في من على إلى عن أن إن كان كانت هو هي هذا هذه ذلك تلك التي الذي الذين ما لا لم لن قد كما مع أو و ثم بعد قبل بين حتى إذا عند كل بعض أي غير به بها له لها منه منها فيه فيها حيث وقد وهو وهي وكان وكانت"),
        ["hi"] = new("का की के को में से है हैं था थी थे और या कि यह वह ये वे इस उस एक पर ने भी तो ही जो जब तब तक लिए साथ कर करने किया गया गई हो होता होती होते नहीं अपने इसके उसके द्वारा बाद"),
        ["th"] = new("ที่ และ ของ ใน เป็น มี ได้ การ ความ จะ ให้ กับ ว่า จาก โดย นี้ นั้น ก็ แต่ หรือ ไม่ ซึ่ง อยู่ ไป มา แล้ว ต่อ เพื่อ ถึง คือ ตาม เมื่อ ยัง อีก กัน ด้วย"),
        ["zh"] = new("的 了 是 在 和 也 就 都 而 及 与 與 着 著 或 被 把 对 對 为 為 于 於 以 其 之 这 這 那 一个 一個 他 她 它 们 們 我 你 有 并 並 但 从 從 到 由 等 所 因 则 則 将 將 会 會 可 又 还 還 很 更 最 吗 呢 吧 啊"),
        ["ja"] = new("の に は を た が で て と し れ さ ある いる も する から な こと として い や れる など なっ ない この ため その あっ よう また もの という あり まで られ なる へ か だ これ によって により おり より による ず なり られる において ば なかっ なく しかし について せ だっ その後 できる それ"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly FrozenSet<string> _words;

    private StopWords(string words) => _words = words.Split(' ').ToFrozenSet(StringComparer.Ordinal);

    /// <param name="language">As in BCP 47; its first part counts.</param>
    public static StopWords Of(string language) =>
        Lists.GetValueOrDefault(language.Split('-')[0]) ?? throw new ArgumentException($"There are no stop words for '{language}'.", nameof(language));

    /// <returns>For each word whether it is one. In scripts without spaces a stop word may be several words of ours.</returns>
    public bool[] Find(SourceText source)
    {
        var found = new bool[source.Words.Count];
        var lookup = _words.GetAlternateLookup<ReadOnlySpan<char>>();
        Span<char> lower = stackalloc char[64];
        for (var first = 0; first < found.Length; first++)
        {
            for (var last = Math.Min(first + 8, found.Length - 1); last >= first; last--)
            {
                var span = source.Text.AsSpan(source.Words[first].Start..source.Words[last].End);
                if (span.Length <= lower.Length && lookup.Contains(lower[..span.ToLowerInvariant(lower)]))
                {
                    found.AsSpan(first..(last + 1)).Fill(true);
                    break;
                }
            }
        }

        return found;
    }
}
