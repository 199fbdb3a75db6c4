// A file as the text, from a dialog or dropped anywhere.

const overlay = document.getElementById('drop');
const input = document.getElementById('file');

/**
 * @param limit Told when asked: the most bytes that the service takes.
 * @param onText Told the text of a file.
 * @param onError Told why a file is no text for it.
 */
export function listen(limit, onText, onError) {
  const take = async (file) => {
    if (!file) {
      return;
    }

    if (file.size > limit()) {
      onError(`${file.name} has ${file.size.toLocaleString('en')} bytes, and may have ${limit().toLocaleString('en')} (Limits:BodyBytes).`);
      return;
    }

    const bytes = await file.arrayBuffer().catch(() => null);
    if (bytes === null) {
      onError(`${file.name} cannot be read: is it a folder, or gone?`);
      return;
    }

    const text = decode(bytes);
    if (text === null) {
      onError(`${file.name} is not text in UTF-8.`);
      return;
    }

    onText(text);
  };

  document.getElementById('open').addEventListener('click', () => input.click());
  input.addEventListener('change', () => {
    take(input.files[0]);
    input.value = '';
  });

  const hasFile = (event) => event.dataTransfer?.types.includes('Files');
  addEventListener('dragover', (event) => {
    if (hasFile(event)) {
      event.preventDefault();
      overlay.hidden = false;
    }
  });
  addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) {
      overlay.hidden = true;
    }
  });
  addEventListener('drop', (event) => {
    overlay.hidden = true;
    if (hasFile(event)) {
      event.preventDefault();
      take(event.dataTransfer.files[0]);
    }
  });
}

function decode(bytes) {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
