// Texts to try before one is pasted, each of a kind that compression treats in its own way.

const meeting = `Weekly sync, platform team, 14 March 2026

Anna: Okay, um, thank you all for joining on such short notice. The migration of the billing service to the new cluster was finished on Thursday night, and, you know, everybody was really quite happy about how smoothly it all went in the end.

Ben: Right, so just to put some numbers on that: the error rate went down from 2.4 % to 0.3 %, and the p95 latency of the invoice endpoint dropped from 840 ms to 210 ms, which is, I mean, a very good result.

Carla: That is great. One thing, though: the payment tests failed last night, 14 of 212 cases, all of them in the retry path. The vendor says that the fix lands on 18 March at the earliest.

Anna: Okay, well, in that case I think we should probably move the launch to 25 March then. Maria, could you please write the post-mortem by Friday? And Tom, you were going to send the invoice INV-20417 over €1,250.00 to the customer at ops@example.com, is that right?

Tom: Yes, exactly, I will do that this afternoon. Oh, and the dashboard is, by the way, at https://grafana.example.com/d/billing-overview, so everybody can have a look at it.

Decisions:
- The launch moves to 25 March 2026.
- Retries stay capped at 3 until the vendor's fix is in:

\`\`\`yaml
retry:
  max_attempts: 3
  backoff_ms: 250
\`\`\`

- Next meeting: Tuesday at 10:30 in room B-204.
`;

const passages = `The lighthouse at Skerry Point was built in 1871 after three ships had been lost on the reef in a single winter. It stands 34 metres tall, and for more than a hundred years a keeper and his family lived in the cottage beside it. Today the cottage is a small museum that is open from May to September.
---
The lamp was changed to electric light in 1956, and since 1988 the lighthouse has run without a keeper. A technician from the harbour office in Dunmore visits it twice a year, in April and in October, to clean the lens and to test the batteries that take over when the mains fail.
---
Birdwatchers come to Skerry Point mostly in autumn, when large numbers of gannets and shearwaters pass close to the cliffs. The best place to watch them is the stone bench below the lighthouse, although the path down to it is steep and becomes rather slippery after rain.
`;

const log = Array.from({ length: 48 }, (_, i) => {
  const time = `2026-03-02T03:${String(Math.floor(i / 2)).padStart(2, '0')}:${i % 2 ? '30' : '00'}Z`;
  return i === 17 ? `${time} ERROR [payments] charge 8412 failed: card issuer timed out after 30000 ms`
    : i === 18 ? `${time} WARN [payments] retry 1 of 3 for charge 8412`
    : i === 31 ? `${time} ERROR [orders] order 1733 has no shipping address`
    : `${time} INFO [http] ${i % 3 ? 'GET' : 'POST'} /orders/${1500 + i * 7} 200 in ${11 + (i * 13) % 40} ms`;
}).join('\n');

const names = ['Ada', 'Bo', 'Chen', 'Dina', 'Eli', 'Fay', 'Gus', 'Hana', 'Ivo', 'Jun', 'Kim', 'Lea'];
const json = JSON.stringify({
  query: 'customers with open invoices',
  total: 12,
  results: names.map((name, i) => ({
    id: 4100 + i, name, country: ['DE', 'FR', 'JP'][i % 3], open_invoices: (i * 5) % 7, balance_eur: 120.5 + i * 310, last_contact: `2026-0${1 + (i % 3)}-1${i % 10}`, note: null,
  })),
}, null, 2);

const hunk = (name, start) => `@@ -${start},13 +${start},13 @@ def ${name}(order):
     """Does the part of an order that is called ${name}."""
     log.info("${name} of order %s begins", order.id)
     customer = customers.find(order.customer_id)
     if customer is None:
         raise UnknownCustomer(order.customer_id)
     total = sum(line.price * line.count for line in order.lines)
-    tax = total * 0.19
+    tax = total * tax_rate(customer.country)
     shipping = 0 if total > 50 else 4.9
     invoice = Invoice(order.id, total, tax, shipping)
     invoices.save(invoice)
     log.info("${name} of order %s is done", order.id)
     mails.send(customer.email, invoice)
     return invoice
`;
const diff = `diff --git a/src/orders.py b/src/orders.py
index 4f1c2aa..9be07d1 100644
--- a/src/orders.py
+++ b/src/orders.py
${hunk('reserve', 12)}${hunk('charge', 48)}${hunk('ship', 91)}`;

const code = `"""Reads readings of a weather station and says how warm the days were."""

import csv
import statistics
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Day:
    """The readings of one day."""

    day: date
    celsius: list[float]

    @property
    def mean(self) -> float:
        """The mean temperature in degrees Celsius."""
        # The median would hide a sensor that is stuck, so the mean is what the report shows.
        return statistics.fmean(self.celsius)


def read_days(path: str) -> list[Day]:
    """Reads a CSV file with the columns day and celsius; rows of a day need not be together."""
    readings: dict[date, list[float]] = {}
    with open(path, newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            # A reading of -99 means that the sensor was off.
            if float(row["celsius"]) > -90:
                readings.setdefault(date.fromisoformat(row["day"]), []).append(float(row["celsius"]))
    return [Day(day, values) for day, values in sorted(readings.items())]


def warmest(days: list[Day]) -> Day:
    """The day with the highest mean; the earliest of several."""
    return max(days, key=lambda day: (day.mean, -day.day.toordinal()))
`;

const chinese = `会议纪要，平台组，2026年3月14日

安娜：嗯，好的，非常感谢大家这么快就赶过来参加会议。计费服务向新集群的迁移已经在星期四晚上全部完成了，你知道，整个过程非常顺利，大家其实都挺高兴的。

本：对，那我就说几个具体的数字吧：错误率从2.4%降到了0.3%，发票接口的p95延迟从840毫秒降到了210毫秒，我觉得这真的是一个非常不错的结果。

卡拉：太好了。不过还有一件事：昨天晚上支付测试失败了，212个用例中有14个没有通过，全部都发生在重试路径上。供应商说最早要到3月18日才能修复。

安娜：好吧，那样的话，我想我们大概应该把上线时间推迟到3月25日。玛丽亚，请你在星期五之前写好事故报告，可以吗？
`;

const arabic = `محضر اجتماع فريق المنصة، 14 مارس 2026

ليلى: حسنًا، شكرًا جزيلًا لكم جميعًا على الحضور رغم ضيق الوقت. لقد انتهت عملية نقل خدمة الفواتير إلى المجموعة الجديدة مساء يوم الخميس، وكما تعلمون فقد كان الجميع سعداء جدًا بسير العمل.

عمر: صحيح، ودعوني أذكر بعض الأرقام: انخفض معدل الأخطاء من 2.4% إلى 0.3%، وانخفض زمن الاستجابة من 840 إلى 210 ميلي ثانية، وهذه في رأيي نتيجة جيدة جدًا بالفعل.

هدى: هذا رائع. ولكن هناك أمر واحد: فشلت اختبارات الدفع الليلة الماضية في 14 حالة من أصل 212، ويقول المورد إن الإصلاح لن يصل قبل 18 مارس.

ليلى: حسنًا، في هذه الحالة أعتقد أنه يجب علينا تأجيل الإطلاق إلى 25 مارس. مريم، هل يمكنك من فضلك كتابة التقرير قبل يوم الجمعة؟
`;

const conversation = JSON.stringify([
  { role: 'system', content: 'You are a careful assistant. Answer in one sentence.' },
  { role: 'user', content: 'Which charge failed in the night, and why?' },
  { role: 'assistant', content: null, tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'read_log', arguments: '{"service":"payments"}' } }] },
  { role: 'tool', tool_call_id: 'call_1', content: log },
], null, 2);

/** By the values of the select: the text, and what else the form is set to. */
export const samples = {
  meeting: { name: 'A meeting', text: meeting },
  passages: { name: 'Passages and a question', text: passages, kind: 'texts', question: 'Who tests the batteries of the lighthouse, and how often?' },
  log: { name: 'A log', text: log, amount: 30 },
  json: { name: 'JSON of a tool', text: json, amount: 60 },
  diff: { name: 'A diff', text: diff },
  code: { name: 'Code', text: code, amount: 70 },
  chinese: { name: '中文 (Chinese)', text: chinese },
  arabic: { name: 'العربية (Arabic)', text: arabic },
  conversation: { name: 'Messages of an agent', text: conversation, kind: 'messages', amount: 30 },
};
