// What is wrong with which field. Paths are those of the contract (`requester.name`), so that the answers of the service
// and the checks of the page end at the same place.
import { computed, inject, type InjectionKey, provide, reactive } from "vue";
import type { FieldErrors } from "@/api/problem";

const ERRORS: InjectionKey<FieldErrors> = Symbol("field errors");

/** The id of the input of a field. */
export const fieldId = (path: string): string => `f-${path.replace(/[^a-z0-9]+/gi, "-")}`;

/** Errors for all fields below this component. */
export function provideErrors(): FieldErrors {
  const errors = reactive<FieldErrors>({});
  provide(ERRORS, errors);
  return errors;
}

/** Puts other errors in the place of the former ones. */
export function replaceErrors(errors: FieldErrors, next: FieldErrors): void {
  for (const path of Object.keys(errors)) Reflect.deleteProperty(errors, path);
  Object.assign(errors, next);
}

/** One field: its id, its error, and what its input is described by. */
export function useField(path: () => string, hasHint: () => boolean) {
  const errors = inject(ERRORS, reactive<FieldErrors>({}));
  const id = computed(() => fieldId(path()));
  const error = computed(() => errors[path()]);
  const describedBy = computed(() => {
    const ids = [hasHint() && `${id.value}-hint`, error.value && `${id.value}-error`].filter(Boolean);
    return ids.join(" ") || undefined;
  });
  const clear = (): void => void Reflect.deleteProperty(errors, path());
  const set = (text: string): void => void (errors[path()] = text);
  return { id, error, describedBy, clear, set };
}
