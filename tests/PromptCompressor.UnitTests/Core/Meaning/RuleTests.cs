using PromptCompressor.Core.Text;

namespace PromptCompressor.UnitTests.Core.Meaning;

/// <summary>What is left of a text when only some of its words are chosen.</summary>
public sealed class RuleTests
{
    /// <summary>A line that keeps anything keeps its label.</summary>
    [Theory]
    [InlineData("Agent: Hello there.\nCustomer: My parcel is late.", "parcel", "Customer: parcel")]
    [InlineData("Ms Tanaka: We should go.\nChair: No objection here.", "go", "Ms Tanaka: go")]
    [InlineData("Dr. Müller: Guten Tag.\nFrau Weiß: Danke sehr.", "sehr", "Frau Weiß: sehr")]
    [InlineData("[10:02] Anna: So we wait.\n[10:03] Bo: Fine by me.", "wait", "[10:02] Anna: wait")]
    [InlineData("10:02 Anna: So we wait.", "wait", "10:02 Anna: wait")]
    [InlineData("12/03/2024, 10:02 - Anna: So we wait.", "wait", "12/03/2024, 10:02 - Anna: wait")]
    [InlineData("**Chair:** Let us begin now.", "begin", "**Chair:** begin")]
    [InlineData("user_17: hi to all of my friends", "all", "user_17: all")]
    [InlineData("Speaker 2: hi all", "all", "Speaker 2: all")]
    [InlineData("Anna (CEO): we wait here", "wait", "Anna (CEO): wait")]
    [InlineData("@anna: we wait here", "wait", "@anna: wait")]
    [InlineData("客服：您好朋友", "朋", "客服：朋")]
    [InlineData("問：今日は晴れです", "晴", "問：晴")]
    [InlineData("أحمد: وصل القطار اليوم", "اليوم", "أحمد: اليوم")]
    [InlineData("> She has signed it.\nI will sign too.", "signed", "> signed")]
    [InlineData("> > Old words here\n> New words here", "Old", "> > Old")]
    [InlineData("> Anna: we wait here", "wait", "> Anna: wait")]
    [InlineData("- [ ] Order flowers now", "flowers", "- [ ] flowers")]
    [InlineData("* [x] Order flowers now", "flowers", "* [x] flowers")]
    [InlineData("✅ build of it\n❌ deploy of it", "deploy", "❌ deploy")]
    [InlineData("⚠️ build of it", "build", "⚠️ build")]
    [InlineData("Step 3: Put it down", "down", "Step 3: down")]
    [InlineData("(a) the goods were sent", "goods", "(a) goods")]
    [InlineData("iv) the goods were sent", "goods", "iv) goods")]
    [InlineData("a) the goods were sent", "goods", "a) goods")]
    [InlineData("2. the goods were sent", "goods", "2. goods")]
    [InlineData("1、商品已经送到", "商", "1、商")]
    [InlineData("## The price of the goods", "price", "## price")]
    [InlineData("_Anna:_ we wait here", "wait", "_Anna:_ wait")]
    [InlineData("<anna> we wait here", "wait", "<anna> wait")]
    [InlineData("FAIL we wait here", "wait", "FAIL wait")]
    [InlineData("1.2 We wait here", "wait", "1.2 wait")]
    [InlineData("Prof. Dr. van den Berg: we wait here", "wait", "Prof. Dr. van den Berg: wait")]
    [InlineData("support agent: we wait here", "wait", "support agent: wait")]
    [InlineData("Bác sĩ Lan: Động cơ không có lỗi", "lỗi", "Bác sĩ Lan: không có lỗi")]
    [InlineData("Bác sĩ Lan (9:15): Động cơ đã cũ", "cũ", "Bác sĩ Lan (9:15): cũ")]
    [InlineData("[mallory] Nice work there\n[reviewer] Merge this soon", "soon", "[reviewer] soon")]
    [InlineData("Anna:\nWe wait here\nfor them\n\nOther words", "them", "Anna:\nthem")]
    [InlineData("2026-03-01T10:15:00Z <alice> we wait here", "wait", "2026-03-01T10:15:00Z <alice> wait")]
    [InlineData("10:15 AM - Anna: we wait here", "wait", "10:15 AM - Anna: wait")]
    [InlineData("Mr. O'Neill — we sold the horses", "horses", "Mr. O'Neill — horses")]
    [InlineData("PATIENT #2 - we sold the horses", "horses", "PATIENT #2 - horses")]
    [InlineData("No — the gate stays shut at night", "gate", "No — gate")]
    [InlineData("12/03/24, 9:05 PM - Dana: we wait here", "wait", "12/03/24, 9:05 PM - Dana: wait")]
    [InlineData("Anna B.  10:15 AM we wait here", "wait", "Anna B.  10:15 AM wait")]
    [InlineData("(10:17) Cem> we wait here", "wait", "(10:17) Cem> wait")]
    public void Label_WordOfItsLineKept_Stays(string text, string chosen, string expected) => Assert.Equal(expected, BoundText.Keep(text, chosen));

    [Theory]
    [InlineData("Agent: Hello there.\nCustomer: My parcel.", "Agent", "Customer: parcel", "parcel")]
    [InlineData("- Order flowers\n- Rent chairs", "-", "- chairs", "chairs")]
    public void Label_NothingElseOfItsLineKept_Goes(string text, string label, string expected, string chosen) =>
        Assert.Equal(expected, BoundText.Keep(text, label, chosen));

    /// <summary>Words with a colon inside a sentence are no labels.</summary>
    [Theory]
    [InlineData("He wanted only two things in the end: peace and bread", "bread", "He wanted")]
    [InlineData("10:15 the lift moved again", "moved", "10:15")]
    public void Label_ColonOfProse_IsNone(string text, string chosen, string label) =>
        Assert.DoesNotContain(label, BoundText.Keep(text, chosen), StringComparison.Ordinal);

    /// <summary>What stands below a heading keeps it: an item of "Not included:" is none of "Included:".</summary>
    [Theory]
    [InlineData("Included:\n- the boat trip\n\nNot included in the price:\n- the taxi ride", "taxi", "Not included in the price:\n- taxi")]
    [InlineData("Do not:\n1. open the valve\nAlways:\n1. wear the gloves", "gloves", "Always:\n1. gloves")]
    [InlineData("**Forbidden**\n- the north gate", "gate", "**Forbidden**\n- gate")]
    [InlineData("# Notes\n## Added\nSearch by colour\n\n## Removed\nSearch by price", "price", "# Notes\n## Removed\nprice")]
    [InlineData("ANNA\nWe sold the house.\n\nBO (quietly)\nThe barn is ours.", "barn", "BO (quietly)\nbarn")]
    [InlineData("Anna Berg  10:15 AM\nwe sold the house\n\nBo Lind  10:16 AM\nthe barn is ours", "barn", "Bo Lind  10:16 AM\nbarn")]
    public void Heading_WordBelowItKept_Stays(string text, string chosen, string expected) => Assert.Equal(expected, BoundText.Keep(text, chosen).Replace("\n\n", "\n", StringComparison.Ordinal));

    /// <summary>A number comes whole.</summary>
    [Theory]
    [InlineData("It takes one and a half hours to cool", "half", "one and a half hours")]
    [InlineData("The bolts get 22 Nm each", "22", "22 Nm")]
    [InlineData("It blows at 2.5 A when hot", "2.5", "2.5 A")]
    [InlineData("The pressure was 145/95 mmHg today", "145/95", "145/95 mmHg")]
    [InlineData("The ratio is 2.5 ± 0.3 today", "0.3", "2.5 ± 0.3")]
    [InlineData("Two thirds of them left", "thirds", "Two thirds")]
    [InlineData("about one in twenty moved out", "twenty", "about one in twenty")]
    [InlineData("It cost three and a half thousand euros", "half", "three and a half thousand euros")]
    [InlineData("See Article 16 of it", "16", "Article 16")]
    [InlineData("See § 7 Abs. 2 Satz 1 davon", "2", "§ 7 Abs. 2 Satz 1")]
    [InlineData("selon l'article L. 411-2 du code", "411-2", "l'article L. 411-2")]
    [InlineData("under Article 16(2)(b) of it", "b", "Article 16(2)(b)")]
    [InlineData("tres cuartas partes del total", "partes", "tres cuartas partes")]
    [InlineData("vom 3. bis 9. Juni war es", "Juni", "3. bis 9. Juni")]
    [InlineData("du 3 au 9 juin", "juin", "3 au 9 juin")]
    [InlineData("à 11 h moins le quart", "11", "11 h moins le quart")]
    [InlineData("um Viertel nach zehn am Abend", "zehn", "um Viertel nach zehn")]
    [InlineData("wires of 2.5 mm² each", "2.5", "2.5 mm²")]
    [InlineData("the CO₂ of it", "CO", "CO₂")]
    [InlineData("about H₂O and more", "₂", "H₂O")]
    [InlineData("every 20 minutes or so", "20", "every 20 minutes")]
    [InlineData("minus five degrees outside", "five", "minus five degrees")]
    [InlineData("午前九時三十分に出発", "九", "九時三十分")]
    [InlineData("uno de cada cinco dijo que no", "cinco", "uno de cada cinco")]
    [InlineData("two thirds of the 1,204 guests", "thirds", "two thirds of the 1,204")]
    [InlineData("skończyło się za kwadrans jedenasta", "jedenasta", "za kwadrans jedenasta")]
    [InlineData("začala v půl desáté", "půl", "půl desáté")]
    [InlineData("почалося о пів на десяту", "десяту", "о пів на десяту")]
    [InlineData("on bire çeyrek kala bitti", "bire", "on bire çeyrek kala")]
    [InlineData("오전 아홉 시 반에 시작해", "아홉", "아홉 시 반에")]
    [InlineData("see ISO 9001 of it", "9001", "ISO 9001")]
    [InlineData("mit 3000 U/min im Lauf", "3000", "3000 U/min")]
    [InlineData("Das kostet anderthalb Millionen im Jahr", "Millionen", "anderthalb Millionen")]
    [InlineData("Die Rate stieg um drei Komma fünf Prozent", "fünf", "um drei Komma fünf Prozent")]
    [InlineData("Un million et demi de gens", "million", "Un million et demi")]
    [InlineData("dans deux heures et demie environ", "demie", "deux heures et demie environ")]
    [InlineData("à partir du 1er juillet 2026 seulement", "juillet", "1er juillet 2026 seulement")]
    [InlineData("sono quasi due terzi del totale", "terzi", "quasi due terzi")]
    [InlineData("treinta y dos personas firmaron", "treinta", "treinta y dos personas")]
    [InlineData("trinta e dois dias depois", "dois", "trinta e dois dias")]
    [InlineData("через двадцать три часа", "три", "двадцать три часа")]
    [InlineData("через полтора часа", "полтора", "полтора часа")]
    [InlineData("za dwadzieścia trzy godziny", "trzy", "dwadzieścia trzy godziny")]
    [InlineData("yirmi üç kişi geldi", "üç", "yirmi üç kişi")]
    [InlineData("共有二十三人参加", "三", "二十三人")]
    [InlineData("三月十二日开会", "二", "三月十二日")]
    [InlineData("其中百分之二十五由公司", "五", "百分之二十五")]
    [InlineData("根据第十六条", "六", "第十六条")]
    [InlineData("서버 12대 중 3대가 멈췄다", "3", "12대 중 3대")]
    [InlineData("サーバー12台のうち3台が止まった", "3", "12台のうち3台")]
    [InlineData("共有12台中3台停了", "3", "12台中3台")]
    [InlineData("Có 3 trong 12 máy bị dừng", "12", "3 trong 12")]
    [InlineData("Σταμάτησαν 3 στους 12 διακομιστές", "12", "3 στους 12")]
    [InlineData("規約の第十六条第二項により", "六", "第十六条第二項")]
    [InlineData("千分の三の延滞", "三", "千分の三")]
    [InlineData("2025년 3월 12일에 열렸다", "3월", "2025년 3월 12일에")]
    [InlineData("모두 스물세 명이 왔다", "스물세", "스물세 명이")]
    [InlineData("ผู้เข้าร่วมยี่สิบสามคนมา", "สิ", "ยี่สิบสามคน")]
    [InlineData("कुल तेईस लोगों ने", "तेईस", "तेईस लोगों")]
    [InlineData("करीब डेढ़ घंटे बाद", "घंटे", "करीब डेढ़ घंटे")]
    [InlineData("خلال ثلاثة وعشرين يوما", "يوما", "ثلاثة وعشرين يوما")]
    public void Number_PartKept_IsWhole(string text, string chosen, string expected)
    {
        var left = BoundText.Keep(text, chosen);
        Assert.Contains(expected, left, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("It needs 2 litres and then rests 3 days", "2", "3")]
    [InlineData("Version 3 reads 40 files", "3", "40")]
    [InlineData("第三由四名", "三", "四")]
    [InlineData("It sold 12, 40 came back", "12", "40")]
    [InlineData("It has 4 (0 before)", "4", "0")]
    [InlineData("You need 3 keys at le. ast 40 times", "3", "40")]
    [InlineData("The fee is 1,250 €, and at 38 degrees it rises.", "1,250 €", "38")]
    [InlineData("It rose by 43 %, and then it fell by 12 % again.", "43 %", "12 %")]
    public void Number_WordsBetweenDropped_DoesNotRunIntoTheNext(string text, string one, string other)
    {
        var left = BoundText.Keep(text, one, other);
        Assert.DoesNotContain($"{one} {other}", left, StringComparison.Ordinal);
        Assert.DoesNotContain(one + other, left, StringComparison.Ordinal);
    }

    /// <summary>Two sentences stay two.</summary>
    [Theory]
    [InlineData("The fee is high. The roof leaks badly.", "fee", "roof", "fee. roof")]
    [InlineData("He said \"it works.\" The roof leaks badly.", "works", "roof", "works.\" roof")]
    [InlineData("会议很短。天气很好。", "短", "天", "短。天")]
    [InlineData("Dr. Müller came. It rained.", "came", "rained", "came. rained")]
    [InlineData("बैठक छोटी थी। बारिश हुई।", "छोटी", "बारिश", "छोटी। बारिश")]
    [InlineData("هل وصل؟ نعم وصل اليوم.", "وصل", "اليوم", "وصل؟ اليوم")]
    public void Sentence_WordsOfTwoKept_AreDivided(string text, string one, string other, string expected) =>
        Assert.StartsWith(expected.Replace("\"", "", StringComparison.Ordinal), BoundText.Keep(text, one, other).Replace("\"", "", StringComparison.Ordinal), StringComparison.Ordinal);

    /// <summary>The end of a sentence holds two numbers apart; the comma in front of it does not stay as well.</summary>
    [Fact]
    public void Number_SentenceEndBetween_NeedsNoComma() =>
        Assert.Equal("two hours. 40 euros.", BoundText.Keep("It takes two hours, which surprised everybody. The fee is 40 euros. It rained.", "two", "40"));

    /// <summary>So do the parts of one sentence that a semicolon, a dash or a bar divides, and two numbers with a comma between them.</summary>
    [Theory]
    [InlineData("We ship the old model on Friday; the launch moves to the ninth.", "Friday", "ninth", "Friday; ninth")]
    [InlineData("We ship the old model, the red one; it rains; the launch moves.", "model", "moves", "model; moves")]
    [InlineData("The tests ended — we ship the old module.", "ended", "module", "ended — module")]
    [InlineData("Der Test lief – wir liefern das alte Modul.", "lief", "alte", "lief – alte")]
    [InlineData("Anna Berg | head of sales | lives in Oslo", "head", "Oslo", "head | Oslo")]
    [InlineData("会议很短；天气很好。", "短", "天", "短；天")]
    [InlineData("الاجتماع قصير؛ الطقس جميل اليوم.", "قصير", "جميل", "قصير؛ جميل")]
    [InlineData("Η πόρτα άνοιξε· ο φύλακας έφυγε.", "άνοιξε", "έφυγε", "άνοιξε· έφυγε")]
    [InlineData("Of 1,204 guests all came, some wrote 40 pages.", "1,204", "40", "1,204, 40 pages")]
    public void Sentence_WordsOfTwoPartsKept_AreDivided(string text, string one, string other, string expected) =>
        Assert.Equal(expected, BoundText.Keep(text, one, other).TrimEnd('.', '。'));

    /// <summary>What is denied of one clause is not of the next.</summary>
    [Theory]
    [InlineData("The meeting, which nobody had asked for, and the engineer said it leaked.", "asked", "engineer", "nobody asked, engineer")]
    [InlineData("She never signed the old contract, but the driver left on Friday.", "signed", "driver", "never signed, driver")]
    [InlineData("Die Pumpe, die niemand bestellt hatte, lief die ganze Nacht.", "bestellt", "Nacht", "niemand bestellt, Nacht")]
    [InlineData("Le gardien n'a pas vu la vitre, mais le chauffeur est parti.", "vu", "chauffeur", "n'a pas vu vitre, chauffeur")]
    [InlineData("Der Bote kam nicht zum Haus, und die Köchin ging heim.", "Haus", "Köchin", "nicht Haus, Köchin")]
    [InlineData("Сторож не видел этого стекла, а водитель уехал рано утром.", "стекла", "водитель", "не видел стекла, водитель")]
    [InlineData("他没有看见那块玻璃，但是司机离开了。", "玻", "机", "没有看见玻，机")]
    public void Sentence_WordsOfTwoClausesKept_BesideADenialAreDivided(string text, string one, string other, string expected) =>
        Assert.EndsWith(expected, BoundText.Keep(text, one, other).TrimEnd('.', '。'), StringComparison.Ordinal);

    /// <summary>The comma of a list, that of a sentence with nothing denied, and one beside the word that joins the clauses may go.</summary>
    [Theory]
    [InlineData("Nobody bought any apples, pears, and plums.", "apples", "plums", ", ")]
    [InlineData("The pump ran all night, and the engineer slept.", "night", "engineer", ",")]
    [InlineData("She never signed the contract, but the driver left.", "signed", "but", ",")]
    [InlineData("Anna: The pump ran on, but the engineer never slept.", "slept", "never", ",")]
    public void Sentence_CommaThatDividesNoClauses_MayGo(string text, string one, string other, string mark) =>
        Assert.DoesNotContain(mark, BoundText.Keep(text, one, other), StringComparison.Ordinal);

    /// <summary>"Fired Tom" is another fact than "fired by Tom".</summary>
    [Theory]
    [InlineData("The guard was fired by Tom on Friday.", "fired", "Tom", "fired by Tom")]
    [InlineData("The guard was fired by the Tom on Friday.", "fired", "Tom", "fired by Tom")]
    [InlineData("Der Wächter wurde gestern von Tom entlassen.", "gestern", "Tom", "gestern von Tom")]
    [InlineData("Le gardien a été renvoyé par Tom vendredi.", "renvoyé", "Tom", "renvoyé par Tom")]
    [InlineData("El guardia fue despedido por Tom el viernes.", "despedido", "Tom", "despedido por Tom")]
    [InlineData("De wachter werd gisteren door Tom ontslagen.", "gisteren", "Tom", "gisteren door Tom")]
    [InlineData("Strażnik został zwolniony przez Toma w piątek.", "zwolniony", "Toma", "zwolniony przez Toma")]
    [InlineData("Bekçi Tom tarafından kovuldu.", "Tom", "kovuldu", "Tom tarafından kovuldu")]
    [InlineData("पहरेदार टॉम द्वारा निकाला गया।", "टॉम", "निकाला", "टॉम द्वारा निकाला")]
    [InlineData("那个守卫被汤姆解雇。", "卫", "汤", "卫被汤")]
    [InlineData("他被汤姆解雇了。", "他", "汤", "他被汤")]
    [InlineData("他被汤姆解雇了。", "他", "雇", "他被雇")]
    [InlineData("Er wurde von Anna entlassen.", "Er", "Anna", "Er von Anna")]
    [InlineData("Anna was replaced by her.", "replaced", "her", "replaced by her")]
    public void Agent_NameAndDeedKept_KeepsWhatSaysWhose(string text, string one, string other, string expected) =>
        Assert.Equal(expected, BoundText.Keep(text, one, other).TrimEnd('.', '。', '।'));

    [Theory]
    [InlineData("The guard was fired by Tom on Friday.", "Tom", "Tom")]
    [InlineData("The guard was fired by Tom on Friday.", "guard", "guard")]
    public void Agent_OneOfBothKept_NeedsIt(string text, string chosen, string expected) => Assert.Equal(expected, BoundText.Keep(text, chosen).TrimEnd('.'));

    /// <summary>A sentence of a hundred words is cut at a comma, yet what it denies first it denies of all.</summary>
    [Fact]
    public void Guard_OfAnEndlessList_StaysWithItsLastItem()
    {
        var items = string.Join(", ", Enumerable.Range(0, 120).Select(i => $"item{(char)('a' + (i % 26))}{(char)('a' + (i / 26))}"));

        Assert.Contains("not", BoundText.Keep($"The policy covers water. It does not cover {items}, glass.", "glass"), StringComparison.Ordinal);
    }

    /// <summary>Without its mark a question states what it asks.</summary>
    [Theory]
    [InlineData("Was the door locked? It rained.", "locked", "locked?")]
    [InlineData("Was the door locked?", "locked", "locked?")]
    [InlineData("Anna: Was the door locked?\nBo: It rained.", "locked", "Anna: locked?")]
    [InlineData("门锁了吗？下雨了。", "锁", "锁？")]
    [InlineData("هل وصل القطار اليوم؟", "القطار", "القطار؟")]
    [InlineData("Ήταν κλειδωμένη η πόρτα; Έβρεχε.", "πόρτα", "πόρτα;")]
    [InlineData("Was the door locked?!", "locked", "locked?!")]
    public void Question_WordKept_KeepsItsMark(string text, string chosen, string expected) => Assert.Equal(expected, BoundText.Keep(text, chosen));

    /// <summary>What divides goes with what it divides.</summary>
    [Theory]
    [InlineData("We ship the old model on Friday; the launch moves.", "Friday", "Friday")]
    [InlineData("We ship the old model on Friday; the launch moves.", "launch", "launch")]
    [InlineData("The tests ended — we ship the old module.", "module", "module")]
    [InlineData("We paid the whole price: 40 dollars or more", "dollars", "40 dollars")]
    public void Sentence_WordsOfOnePartKept_NeedNoMark(string text, string chosen, string expected)
    {
        var left = BoundText.Keep(text, [chosen, .. ";:—".Where(text.Contains).Select(mark => mark.ToString())]);
        Assert.Equal(expected, left.TrimEnd('.'));
    }

    [Theory]
    [InlineData("It is old, grey, and heavy. It rained.", "heavy", "heavy")]
    [InlineData("It is old, grey, and heavy.", "old", "old")]
    [InlineData("Cartea „nouă” este aici.", "aici", "aici")]
    [InlineData("It is (as they say) old.", "old", "old")]
    [InlineData("It is \"very\" old.", "old", "old")]
    public void Mark_NothingLeftForIt_Goes(string text, string chosen, string expected)
    {
        var bound = new BoundText(text);
        var left = BoundText.Keep(text, [chosen, .. ",(\".„”".Where(mark => text.Contains(mark, StringComparison.Ordinal)).Select(mark => mark.ToString())]);
        Assert.Equal(expected, left.TrimEnd('.'));
        Assert.NotEmpty(bound.Units);
    }

    [Fact]
    public void Mark_AllBetweenTwoGone_IsNotDoubled()
    {
        const string text = "It is old, grey, blue, and heavy.";
        var bound = new BoundText(text);
        var kept = bound.Keep([.. text.Index().Where(c => c.Item == ',').Select(c => new TextSpan(c.Index, c.Index + 1)), new(6, 9), new(27, 32)]);
        Assert.Equal(1, bound.Units.Index().Count(unit => kept[unit.Index] && unit.Item.Span.Of(text) is ","));
    }

    [Theory]
    [InlineData("the flag a != b is set", "!", "a != b")]
    [InlineData("run it with 2>&1 at the end of it", "&", "2>&1")]
    [InlineData("we use the arrow => here", "=", "=>")]
    [InlineData("then !done of the others", "done", "!done")]
    [InlineData("then ~mask of the others", "mask", "~mask")]
    [InlineData("where n >= 0 of the others", "0", "n >= 0")]
    [InlineData("it is a std::vector of the others", "vector", "std::vector")]
    public void Operator_PartKept_IsWhole(string text, string chosen, string expected) =>
        Assert.Contains(expected, BoundText.Keep(text, chosen), StringComparison.Ordinal);

    [Theory]
    [InlineData("if cents <= 0 or cents != int(cents):")]
    [InlineData("    return False;")]
    [InlineData("total += price * 0.5")]
    [InlineData("if (!user.isAdmin) deny();")]
    [InlineData("let mut left = total - 1;")]
    [InlineData("for i := 0; i < n; i++ {")]
    [InlineData("WHERE o.price <> 0 AND o.deleted_at IS NULL")]
    [InlineData("rm -rf \"$OUT\" && mkdir -p \"$OUT\"")]
    [InlineData("./job --dry-run 2>&1 | tee job.log")]
    [InlineData("alarm.enabled = false")]
    [InlineData("retry: no")]
    [InlineData("P(A ∩ B) ≠ P(A) · P(B)")]
    [InlineData("-        if amount < 0:")]
    [InlineData("mail-0   0/1   Pending   0   12m")]
    public void CodeLine_PartKept_IsWhole(string line)
    {
        var text = $"This is what I found in the old file:\n{line}\nNobody knows what it is good for.";
        var bound = new BoundText(text);
        var start = text.IndexOf(line, StringComparison.Ordinal);
        foreach (var unit in bound.Units.Where(unit => char.IsLetterOrDigit(text[unit.Span.Start]) && unit.Span.Start >= start && unit.Span.End <= start + line.Length))
        {
            Assert.True(bound.IsKept(bound.Keep(unit.Span), new(start, start + line.Length)), $"{unit.Span.Of(text)} of {line}");
        }
    }

    [Theory]
    [InlineData("It was a long day, and then we went home to sleep for a while.")]
    [InlineData("Please use the function only when you have read the whole manual (see above).")]
    public void CodeLine_Prose_IsNone(string line) =>
        Assert.NotEqual(line, BoundText.Keep(line, "the", "day"));

    [Theory]
    [InlineData("<doc id=\"1\">\n<source>a.txt</source>\n<body>\nBoats may wait\n</body>\n</doc>", "wait", "<doc id=\"1\">\n<body>\nwait\n</body>\n</doc>")]
    [InlineData("<job id=\"7\">Work began there </job><job id=\"8\">Work went on </job>", "Work", "<job id=\"7\">Work </job>")]
    [InlineData("<note>Do it</note>\nSome other words", "other", "other")]
    [InlineData("The item <item sku=\"A-1\" qty=\"2\"/> is blue", "qty", "<item sku=\"A-1\" qty=\"2\"/>")]
    public void Element_WordInsideKept_KeepsItsTags(string text, string chosen, string expected) => Assert.Equal(expected, BoundText.Keep(text, chosen));

    [Theory]
    [InlineData("42")]
    [InlineData("No")]
    [InlineData("Stop!")]
    [InlineData("不行")]
    [InlineData("1.")]
    [InlineData("Anna:")]
    [InlineData("...")]
    [InlineData("👍")]
    public void Text_NothingChosen_IsNotBlank(string text) => Assert.NotEqual("", BoundText.Keep(text));

    /// <summary>A cell less is another column.</summary>
    [Fact]
    public void TableRow_OfTags_IsWhole() =>
        Assert.Contains(
            "<tr><td>Anna</td><td>head of sales</td><td>Oslo</td></tr>",
            BoundText.Keep("<table><tr><td>Anna</td><td>head of sales</td><td>Oslo</td></tr><tr><td>Bo</td><td>none</td><td>Bonn</td></tr></table>", "Oslo"),
            StringComparison.Ordinal);

    [Fact]
    public void TableRow_PartKept_IsWhole() =>
        Assert.Contains(
            "| horn | was not tested because the fuse was gone |",
            BoundText.Keep("| part | remark |\n|---|---|\n| horn | was not tested because the fuse was gone |\n| lights | all of them work well on the left |", "fuse"),
            StringComparison.Ordinal);
}
