// A form of the contract at work: its values, what is wrong with them, sending them once.
import { ref, type Ref } from "vue";
import { asProblem, type FieldErrors, type Problem } from "@/api/problem";
import { type FieldSpec, filled, lacking, startOf, type Values } from "./schema";
import { UNASKED } from "./labels";

export interface Form {
  values: Ref<Values>;
  errors: Ref<FieldErrors>;
  problem: Ref<Problem | undefined>;
  isBusy: Ref<boolean>;
  send: (work: (body: unknown) => Promise<void>) => Promise<boolean>;
}

/** A form for a request body, filled with `start` where that is given. */
export function useForm(spec: FieldSpec, start: Values = {}): Form {
  const known = new Set(spec.fields?.map((field) => field.name));
  const given = Object.fromEntries(Object.entries(start).filter(([name]) => known.has(name)));
  const values = ref<Values>({ ...(startOf({ ...spec, required: true }) as Values), ...given });
  const errors = ref<FieldErrors>({});
  const problem = ref<Problem>();
  const isBusy = ref(false);

  function isComplete(body: unknown): boolean {
    const isAsked = (path: string): boolean => !UNASKED.has(path.split(/[.[]/)[0] ?? "");
    const paths = lacking(spec, body).filter(isAsked);
    errors.value = Object.fromEntries(paths.map((path) => [path, "请填写"]));
    return paths.length === 0;
  }

  /** Sends what is filled in; false where something is missing or was refused. */
  async function send(work: (body: unknown) => Promise<void>): Promise<boolean> {
    problem.value = undefined;
    if (isBusy.value || !isComplete(values.value)) return false;
    isBusy.value = true;
    try {
      await work(filled(values.value));
      return true;
    } catch (thrown) {
      problem.value = asProblem(thrown);
      errors.value = problem.value.fields;
      return false;
    } finally {
      isBusy.value = false;
    }
  }

  return { values, errors, problem, isBusy, send };
}
