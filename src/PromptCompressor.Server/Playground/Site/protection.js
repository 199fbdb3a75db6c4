// Which kinds of text are never cut into: a switch for each of the service's rules.

const list = document.getElementById('rules');
const summary = document.getElementById('protect-summary');

/** Offers the service's rules; a choice that was made before stays. */
export function offer(rules, chosen) {
  list.replaceChildren(...rules.map((rule) => {
    const label = document.createElement('label');
    const box = document.createElement('input');
    box.type = 'checkbox';
    box.value = rule.name;
    box.checked = chosen?.includes(rule.name) ?? rule.default;
    box.defaultChecked = rule.default;
    label.append(box, ` ${rule.name.replaceAll('_', ' ')}`);
    return label;
  }));
  tell();
}

/** The value of the field `protect`; undefined where it is the service's default. */
export function chosen() {
  const boxes = [...list.querySelectorAll('input')];
  if (boxes.every((box) => box.checked === box.defaultChecked)) {
    return undefined;
  }

  const names = boxes.filter((box) => box.checked).map((box) => box.value);
  return names.length === 0 ? ['none'] : names;
}

export function listen(onChange) {
  list.addEventListener('change', () => {
    tell();
    onChange();
  });
  for (const [id, isChecked] of [['protect-all', () => true], ['protect-none', () => false], ['protect-default', (box) => box.defaultChecked]]) {
    document.getElementById(id).addEventListener('click', () => {
      for (const box of list.querySelectorAll('input')) {
        box.checked = isChecked(box);
      }

      tell();
      onChange();
    });
  }
}

function tell() {
  const boxes = [...list.querySelectorAll('input')];
  const count = boxes.filter((box) => box.checked).length;
  summary.textContent = boxes.length === 0 ? '' : chosen() === undefined ? 'default' : `${count} of ${boxes.length}`;
}
