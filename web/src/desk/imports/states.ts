// Where an import stands.
import type { Schemas } from "@/api/client";

type State = Schemas["ImportLine"]["state"];

export const STATES: Record<State, string> = {
  uploading: "上传中",
  checking: "检查中",
  checked: "待确认",
  recording: "导入中",
  recorded: "已导入",
  failed: "读不出",
  discarded: "已放弃",
};

/** Whether the service is still at it. */
export const isRunning = (state: State): boolean => state === "uploading" || state === "checking" || state === "recording";
