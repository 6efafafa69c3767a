// Asking before something that cannot be undone.
import { ElMessageBox } from "element-plus";
import "element-plus/es/components/message-box/style/css";

/** Whether the person says yes. */
export async function isSure(question: string, verb: string): Promise<boolean> {
  const options = { confirmButtonText: verb, cancelButtonText: "取消", type: "warning" as const };
  return ElMessageBox.confirm(question, "请确认", options).then(
    () => true,
    () => false,
  );
}
