// Files that the service writes, handed to the browser to save.
import { Problem } from "@/api/problem";

/** Saves what is in memory under a name. */
export function saveAs(name: string, content: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

/** Saves an answer that was read as a blob; a refusal is thrown with its words. */
export async function saveAnswer(name: string, answer: { response: Response; data?: unknown; error?: unknown }): Promise<void> {
  const { response, data, error } = answer;
  if (!response.ok) throw new Problem(response.status, (error as object | undefined) ?? { detail: "没有导出，请稍后再试" });
  saveAs(name, data as Blob);
}
