// Leafing through a list that knows only the next page: the cursors of the pages seen are kept.
import { computed, type ComputedRef, ref, type Ref, watch, type WatchSource } from "vue";
import { type Load, useLoad } from "./load";

interface Page<T> {
  items: T[];
  next: string | null;
}

export interface Pages<T> extends Omit<Load<Page<T>>, "data"> {
  items: ComputedRef<T[]>;
  index: Ref<number>;
  hasNext: ComputedRef<boolean>;
  next: () => void;
  previous: () => void;
}

/** Reads page by page; a change of the sources leads back to the first. */
export function usePages<T>(read: (cursor?: string) => Promise<Page<T>>, sources: WatchSource[] = []): Pages<T> {
  const cursors = ref<(string | undefined)[]>([undefined]);
  const index = ref(0);
  const round = ref(0);
  watch(sources, () => {
    cursors.value = [undefined];
    index.value = 0;
    round.value += 1;
  });
  const { data, ...rest } = useLoad(() => read(cursors.value[index.value]), [index, round]);
  const items = computed(() => data.value?.items ?? []);
  const hasNext = computed(() => typeof data.value?.next === "string");

  function next(): void {
    if (typeof data.value?.next !== "string" || rest.isBusy.value) return;
    cursors.value[index.value + 1] = data.value.next;
    index.value += 1;
  }

  function previous(): void {
    if (index.value > 0) index.value -= 1;
  }

  return { ...rest, items, index, hasNext, next, previous };
}
