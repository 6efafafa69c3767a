// Values kept in the browser. A browser that keeps nothing (private window, full disk) is no error: the page works on.

export interface Kept<T> {
  read: () => T | undefined;
  write: (value: T) => void;
  forget: () => void;
}

/** A value under `name`, by default beyond the tab (localStorage). */
export function kept<T>(name: string, where: "localStorage" | "sessionStorage" = "localStorage"): Kept<T> {
  return {
    read() {
      try {
        const text = window[where].getItem(name);
        return text === null ? undefined : (JSON.parse(text) as T);
      } catch {
        return undefined;
      }
    },
    write(value) {
      try {
        window[where].setItem(name, JSON.stringify(value));
      } catch {
        // Nothing can be kept; what is on the screen stays there.
      }
    },
    forget() {
      try {
        window[where].removeItem(name);
      } catch {
        // Nothing was kept.
      }
    },
  };
}
