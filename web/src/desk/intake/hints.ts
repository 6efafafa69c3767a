// What the service notices about an intake before it is entered; asked when the typing rests.
import { onBeforeUnmount, ref, type Ref, shallowRef, watch } from "vue";
import type { Schemas } from "@/api/client";
import { api } from "../api";
import { filled, formOf, lacking, type Values } from "../forms/schema";

const REST_MS = 450;

/** Hints that follow the values; nothing as long as the form is not complete enough. */
export function useHints(values: Ref<Values>): { hints: Ref<Schemas["Hints"] | undefined>; isChecking: Ref<boolean> } {
  const hints = shallowRef<Schemas["Hints"]>();
  const isChecking = ref(false);
  const spec = formOf("Intake");
  let timer: ReturnType<typeof setTimeout> | undefined;
  let latest = 0;

  async function ask(): Promise<void> {
    if (lacking(spec, values.value).length > 0) return;
    const mine = (latest += 1);
    isChecking.value = true;
    const { data } = await api.POST("/intake-hints", { body: filled(values.value) as Schemas["Intake"] }).catch(() => ({ data: undefined }));
    if (mine !== latest) return;
    isChecking.value = false;
    if (data) hints.value = data;
  }

  watch(
    values,
    () => {
      clearTimeout(timer);
      timer = setTimeout(() => void ask(), REST_MS);
    },
    { deep: true },
  );
  onBeforeUnmount(() => clearTimeout(timer));
  return { hints, isChecking };
}
