// What an explanation says, in the form that the views draw.

const reasons = {
  kept: 'Kept: probable enough',
  forced: 'Kept: forced',
  protected: 'Kept: protected',
  joined: 'Kept: without it two words would run together',
  skipped: 'Kept: the text came back whole',
  dropped: 'Dropped: not probable enough',
  below_min_score: 'Dropped: under the minimum score',
  repeated: 'Dropped: just kept already',
  tag: 'A tag, which is no text',
};

const sources = { memory: 'from memory', redis: 'from Redis', computed: 'computed now', not_needed: 'not needed' };

/**
 * A text with the fate of its words, for one context.
 * `scores` are what words were ranked by: the model's probability, moved by the question where there is one; NaN if not scored.
 * `threshold` is the lowest of them that was enough, or null.
 */
export function explainedText(source, text) {
  const scores = Float64Array.from(text.words, (word) => scoreOf(word));
  const byQuestion = text.words.some((word) => word.relevance);
  let threshold = text.threshold;
  if (threshold === null && byQuestion) {
    const enough = scores.reduce((least, score, i) => (text.words[i].reason === 'kept' && score < least ? score : least), Infinity);
    threshold = Number.isFinite(enough) ? enough : null;
  }

  return { source, words: text.words, segments: text.segments, scores, threshold, byQuestion };
}

export const reasonOf = (word) => reasons[word.reason] ?? word.reason;

export const sourceName = (source) => sources[source] ?? source;

/** How a word is drawn: class names of the style sheet. */
export function classOf(text, i) {
  const { kept, reason } = text.words[i];
  const score = text.scores[i];
  const shade = Number.isNaN(score) ? 'pn' : `p${Math.min(9, Math.floor(score * 10))}`;
  const extra = reason === 'forced' || reason === 'protected' || reason === 'joined' || reason === 'tag' ? ` ${reason}` : '';
  return `w ${kept ? 'k' : 'd'} ${shade}${extra}`;
}

/** The line under the reason. */
export function detailOf(text, i) {
  const { probability, rule, relevance } = text.words[i];
  const parts = [];
  if (probability !== null) {
    parts.push(`probability ${probability.toFixed(2)}`);
  }

  if (relevance) {
    parts.push(`with the question ${text.scores[i].toFixed(2)}`);
  }

  if (text.threshold !== null && probability !== null) {
    parts.push(`threshold ${text.threshold.toFixed(2)}`);
  }

  if (rule) {
    parts.push(`one piece by ${rule}`);
  }

  return parts.join(' · ');
}

function scoreOf({ probability, relevance }) {
  if (probability === null) {
    return NaN;
  }

  if (!relevance) {
    return probability;
  }

  const p = Math.min(0.998, Math.max(0.002, probability));
  return 1 / (1 + Math.exp(-(Math.log(p / (1 - p)) + relevance)));
}
