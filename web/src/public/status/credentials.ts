// Number and query code of the request that is looked at. The code stays in memory: it is gone with a reload, and nobody
// who uses the computer later finds it.
import { ref } from "vue";

const known = ref({ number: "", code: "" });

export function rememberCode(number: string, code: string): void {
  known.value = { number, code };
}

/** The code that goes with a number, where it was given in this visit. */
export const codeOf = (number: string): string => (known.value.number === number ? known.value.code : "");
