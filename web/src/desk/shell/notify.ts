// Short messages that need no answer.
import { ElMessage } from "element-plus";
import "element-plus/es/components/message/style/css";
import { asProblem } from "@/api/problem";

/** Says that something was done. */
export function tell(text: string): void {
  ElMessage({ message: text, type: "success", plain: true });
}

/** Says what went wrong. */
export function tellProblem(thrown: unknown): void {
  ElMessage({ message: asProblem(thrown).message, type: "error", plain: true, duration: 6000, showClose: true });
}
