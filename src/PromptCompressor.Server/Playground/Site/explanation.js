// What an explanation says, in the form that the views draw.

// By the first letter of their names, as columns have them.
const reasonTexts = {
  k: 'Kept: probable enough',
  f: 'Kept: forced',
  p: 'Kept: protected',
  j: 'Kept: without it two words would run together',
  s: 'Kept: the text came back whole',
  w: 'Kept: a whole line',
  a: 'Kept in another shape',
  d: 'Dropped: not probable enough',
  e: 'Dropped: larger than what was left of the budget',
  b: 'Dropped: under the minimum score',
  c: 'Dropped: so was its whole text',
  r: 'Dropped: just kept already',
  u: 'Dropped: what it stood for is gone',
  o: 'Left out: a whole line',
  t: 'A tag, which is no text',
};
const rounding = 0.0001; // Of the threshold.
const mostRelevance = 12; // What the sentence that is most asked for gains.
const keptReasons = 'kfpjswa';
const lineReasons = 'wao'; // Of structure, which has no probabilities.
const marks = { f: 'forced', p: 'protected', j: 'joined', w: 'line', a: 'line altered', o: 'line', t: 'tag' };
/**
 * A text with the fate of its words, for one context. Words go by their index.
 * `scores` are what they were ranked by: the model's probability, moved by the question where there is one; NaN if not scored.
 * `threshold` is the lowest of them that was enough, or null.
 */
export function explainedText(source, columns, blocks = []) {
  const { gaps, lengths, reasons, relevance, rules } = columns;
  const count = lengths.length;
  const text = {
    source, count, reasons, rules, byQuestion: relevance !== undefined,
    starts: new Int32Array(count), ends: new Int32Array(count),
    probabilities: new Float64Array(count), scores: new Float64Array(count),
    keptCount: 0, lines: 0, linesKept: 0, threshold: columns.threshold,
    segmentWords: columns.segment_words, segmentSources: columns.segment_sources,
    contents: blocks,
    sentences: sentencesOf(columns), sentenceOf: new Int32Array(count).fill(-1),
  };
  let at = 0;
  let least = Infinity;
  let sentence = 0;
  for (let i = 0; i < count; i++) {
    text.starts[i] = at += gaps[i];
    text.ends[i] = at += lengths[i];
    const probability = columns.scores[i] < 0 ? NaN : columns.scores[i] / 255;
    text.probabilities[i] = probability;
    text.scores[i] = relevance ? moved(probability, relevance[i]) : probability;
    while (sentence < text.sentences.length && text.sentences[sentence].end <= text.starts[i]) {
      sentence++;
    }

    text.sentenceOf[i] = text.sentences[sentence]?.start <= text.starts[i] ? sentence : -1;
    text.keptCount += isKept(text, i) ? 1 : 0;
    if (lineReasons.includes(reasons[i])) {
      text.lines++;
      text.linesKept += isKept(text, i) ? 1 : 0;
    }

    if (reasons[i] === 'k' && text.scores[i] < least) {
      least = text.scores[i];
    }
  }

  if (relevance && Number.isFinite(least)) {
    text.threshold ??= least;
  }

  return text;
}

export const isKept = (text, i) => keptReasons.includes(text.reasons[i]);

export const reasonOf = (text, i) => reasonTexts[text.reasons[i]];

/** How a word is drawn: class names of the style sheet. */
export function classOf(text, i) {
  const score = text.scores[i];
  const shade = Number.isNaN(score) ? 'pn' : `p${Math.min(9, Math.floor(score * 10))}`;
  const mark = marks[text.reasons[i]];
  const heat = heatOf(text, i);
  return `w ${isKept(text, i) ? 'k' : 'd'} ${shade}${mark ? ` ${mark}` : ''}${heat > 0 ? ` h${heat}` : ''}`;
}

/** How much the question asks for a word's sentence, 0 to 9. */
function heatOf(text, i) {
  const sentence = text.sentences[text.sentenceOf[i]];
  return sentence ? Math.min(9, Math.floor((sentence.lexical + sentence.semantic) * 10 / mostRelevance)) : 0;
}

/** The line under the reason. */
export function detailOf(text, i) {
  const parts = [];
  const score = text.scores[i];
  if (!Number.isNaN(score)) {
    parts.push(`probability ${text.probabilities[i].toFixed(2)}`);
    if (text.byQuestion) {
      parts.push(`with the question ${score.toFixed(2)}`);
    }

    const sentence = text.sentences[text.sentenceOf[i]];
    if (sentence) {
      parts.push(`its sentence gains ${sentence.lexical.toFixed(1)} for words and ${sentence.semantic.toFixed(1)} for meaning`);
    }

    // A part of the text with a rate of its own has a threshold of its own too, which nobody tells.
    const isJudgedByAnother = (text.reasons[i] === 'k' && score < text.threshold - rounding) || (text.reasons[i] === 'd' && score > text.threshold + rounding);
    if (text.threshold !== null && !isJudgedByAnother) {
      parts.push(`threshold ${text.threshold.toFixed(2)}`);
    }
  }

  const content = lineReasons.includes(text.reasons[i]) ? text.contents.find((block) => block.start <= text.starts[i] && text.starts[i] < block.end) : undefined;
  if (content) {
    parts.push(`${kindOf(content)}: ${outcomeOf(content)}`);
  }

  const rule = Object.keys(text.rules).find((name) => text.rules[name].includes(i));
  if (rule) {
    parts.push(`one piece by ${rule}`);
  }

  return parts.join(' · ');
}

/** The kind of a block in words. */
export const kindOf = (block) => block.kind.replaceAll('_', ' ').replace(/^(json|csv|html|xml)/, (name) => name.toUpperCase());

/** What became of a block in words. */
export function outcomeOf(block) {
  const change = block.origin_tokens === block.compressed_tokens ? `${number(block.origin_tokens)} tokens` : `${number(block.origin_tokens)} → ${number(block.compressed_tokens)} tokens`;
  const loss = block.methods.length === 0 ? 'as it came'
    : block.omitted_records > 0 ? `${number(block.omitted_records)} left out`
    : block.lossless ? 'nothing lost'
    : block.methods.includes('words') ? 'words dropped' : 'parts left out';
  return `${change}, ${loss}`;
}

function sentencesOf({ sentence_starts: starts = [], sentence_ends: ends, sentence_lexical: lexical, sentence_semantic: semantic }) {
  return starts.map((start, i) => ({ start, end: ends[i], lexical: lexical[i], semantic: semantic[i] }));
}

const number = (value) => value.toLocaleString('en');

function moved(probability, relevance) {
  const p = Math.min(0.998, Math.max(0.002, probability));
  return 1 / (1 + Math.exp(-(Math.log(p / (1 - p)) + relevance)));
}
