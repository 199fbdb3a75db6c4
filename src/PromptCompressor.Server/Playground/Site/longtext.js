// A long text that nothing is told about: in blocks, so that only what is seen is laid out.

const softBlock = 1000; // Characters after which a block ends at the next line break,
const hardBlock = 8000; // or without one.

export function showText(view, text) {
  const blocks = [];
  for (let start = 0; start < text.length;) {
    const piece = text.slice(start, start + hardBlock); // A search in the whole text would go through the rest of it each time.
    const lineEnd = piece.indexOf('\n', softBlock) + 1;
    const end = lineEnd > 0 ? start + lineEnd
      : text.length - start <= hardBlock ? text.length
      : start + (piece.lastIndexOf(' ') + 1 || hardBlock);
    const block = document.createElement('div');
    block.className = 'block';
    block.textContent = text.slice(start, end);
    blocks.push(block);
    start = end;
  }

  view.replaceChildren(...blocks);
}
