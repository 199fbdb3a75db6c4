// Tabs by the ARIA pattern: arrow keys, Home and End go from one to another, the chosen one alone is in the tab order.
import { isShortcut } from './keys.js';

/** @param onSelect Told the id of a chosen tab. */
export function listen(list, onSelect) {
  const tabs = [...list.querySelectorAll('[role="tab"]')];
  const select = (tab) => {
    for (const each of tabs) {
      const isChosen = each === tab;
      each.setAttribute('aria-selected', String(isChosen));
      each.tabIndex = isChosen ? 0 : -1;
      document.getElementById(each.getAttribute('aria-controls')).hidden = !isChosen;
    }

    onSelect(tab.id);
  };

  for (const tab of tabs) {
    tab.addEventListener('click', () => select(tab));
    tab.addEventListener('keydown', (event) => {
      const shown = tabs.filter((each) => !each.hidden);
      const at = shown.indexOf(tab);
      const next = { ArrowRight: shown[(at + 1) % shown.length], ArrowLeft: shown.at(at - 1), Home: shown[0], End: shown.at(-1) }[event.key];
      if (next && !isShortcut(event)) {
        event.preventDefault();
        next.focus();
        select(next);
      }
    });
  }
}
