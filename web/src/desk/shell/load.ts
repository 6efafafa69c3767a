// Reading from the service for a page: what came, whether it is still on its way, what went wrong.
import { type Ref, ref, shallowRef, watch, type WatchSource } from "vue";
import { asProblem, type Problem } from "@/api/problem";

export interface Load<T> {
  data: Ref<T | undefined>;
  problem: Ref<Problem | undefined>;
  isBusy: Ref<boolean>;
  reload: () => Promise<void>;
}

/** Reads at once and whenever one of the sources changes; an answer that was overtaken is dropped. */
export function useLoad<T>(read: () => Promise<T>, sources: WatchSource[] = []): Load<T> {
  const data = shallowRef<T>();
  const problem = shallowRef<Problem>();
  const isBusy = ref(false);
  let latest = 0;

  async function reload(): Promise<void> {
    const mine = (latest += 1);
    isBusy.value = true;
    try {
      const found = await read();
      if (mine !== latest) return;
      data.value = found;
      problem.value = undefined;
    } catch (thrown) {
      if (mine === latest) problem.value = asProblem(thrown);
    } finally {
      if (mine === latest) isBusy.value = false;
    }
  }

  watch(sources, reload, { immediate: true });
  return { data, problem, isBusy, reload };
}
