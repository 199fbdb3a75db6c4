// Something to look at before anything is pasted.
export const sample = `Weekly sync, platform team, 14 March 2026

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
