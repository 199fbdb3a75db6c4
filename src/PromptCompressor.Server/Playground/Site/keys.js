/** Whether a key is a shortcut of the browser's rather than the page's: Alt and an arrow go back, Ctrl and Home to the top. */
export const isShortcut = (event) => event.altKey || event.ctrlKey || event.metaKey || event.shiftKey;
