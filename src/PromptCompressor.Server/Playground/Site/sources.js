// Where what the model made of segments came from.

const sources = {
  m: { name: 'memory', label: 'from memory' },
  r: { name: 'redis', label: 'from Redis' },
  c: { name: 'computed', label: 'computed now' },
  n: { name: 'not_needed', label: 'not needed' },
};

/** By its first letter, as columns have it, or by its name. */
export const sourceOf = (source) => sources[source[0]];

/** A note for each source, with how many segments came from it. */
export function sourceNotes(letters) {
  const counts = new Map();
  for (const letter of letters) {
    counts.set(letter, (counts.get(letter) ?? 0) + 1);
  }

  return [...counts].map(([letter, count]) => {
    const note = document.createElement('span');
    const colour = document.createElement('i');
    colour.className = sourceOf(letter).name;
    note.append(colour, `${count.toLocaleString('en')} ${count === 1 ? 'segment' : 'segments'} ${sourceOf(letter).label}`);
    return note;
  });
}
