// Tabs by the ARIA pattern: arrow keys go from one to the next, the chosen one alone is in the tab order.
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
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (step && !isShortcut(event)) {
        const shown = tabs.filter((each) => !each.hidden);
        const next = shown[(shown.indexOf(tab) + step + shown.length) % shown.length];
        next.focus();
        select(next);
      }
    });
  }
}
