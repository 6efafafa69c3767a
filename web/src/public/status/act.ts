// One act of the requester: sent once, its problem shown, its new status handed on.
import { ref, shallowRef } from "vue";
import { asProblem, type Problem } from "@/api/problem";
import type { Schemas } from "@/api/client";

export interface ActProps {
  act: Schemas["PublicStatus"]["acts"][number];
  status: Schemas["PublicStatus"];
  code: string;
}

/** Sends by `call` and hands the new status to `done`. */
export function useAct(call: () => Promise<Schemas["PublicStatus"]>, done: (status: Schemas["PublicStatus"]) => void) {
  const isSending = ref(false);
  const problem = shallowRef<Problem>();

  async function send(): Promise<void> {
    if (isSending.value) return;
    isSending.value = true;
    problem.value = undefined;
    try {
      done(await call());
    } catch (thrown) {
      problem.value = asProblem(thrown);
    } finally {
      isSending.value = false;
    }
  }

  return { isSending, problem, send };
}
