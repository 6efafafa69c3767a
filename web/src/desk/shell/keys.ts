// Keyboard shortcuts: pages name theirs while they are open, the help sheet lists what holds.
import { onBeforeUnmount, onMounted, shallowReactive } from "vue";

export interface Shortcut {
  /** A key as `KeyboardEvent.key` says it, or two after one another, as `g w`. */
  keys: string;
  text: string;
  run: () => void;
}

const SEQUENCE_MS = 1200;

/** What holds now, the page's own after the shell's. */
export const shortcuts = shallowReactive<Shortcut[]>([]);

let first = "";
let firstAt = 0;

/** Lets shortcuts hold as long as the component is there. */
export function useKeys(own: Shortcut[]): void {
  onMounted(() => shortcuts.push(...own));
  onBeforeUnmount(() => {
    for (const shortcut of own) shortcuts.splice(shortcuts.indexOf(shortcut), 1);
  });
}

const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable], [role=dialog]") !== null;

function find(keys: string): Shortcut | undefined {
  return [...shortcuts].reverse().find((shortcut) => shortcut.keys === keys);
}

/** Looks a key up and does what it stands for. */
export function onKey(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isWriting(event.target)) return;
  const isSecond = first !== "" && event.timeStamp - firstAt < SEQUENCE_MS;
  const found = (isSecond ? find(`${first} ${event.key}`) : undefined) ?? find(event.key);
  first = isSecond ? "" : event.key;
  firstAt = event.timeStamp;
  if (found === undefined) return;
  const isOnControl = event.target instanceof HTMLElement && event.target.closest("a, button") !== null;
  if (event.key === "Enter" && isOnControl) return;
  event.preventDefault();
  found.run();
}
