// Sends one file. XMLHttpRequest, because fetch does not tell how much has gone.
import { ref } from "vue";
import type { Schemas } from "@/api/client";
import { Offline, Problem } from "@/api/problem";
import { tooMany } from "../api";

/** How many files are under way: forms wait for them. */
export const underWay = ref(0);

const parsed = (text: string): object => {
  try {
    return JSON.parse(text) as object;
  } catch {
    return {};
  }
};

function problemOf(request: XMLHttpRequest): Problem {
  if (request.status === 429) return tooMany(request.getResponseHeader("Retry-After"));
  return new Problem(request.status, parsed(request.responseText));
}

/** Sends the file; `tell` hears how much of it has gone, from 0 to 1. */
export function upload(file: File, tell: (share: number) => void): Promise<Schemas["UploadedAttachment"]> {
  underWay.value += 1;
  const sending = new Promise<Schemas["UploadedAttachment"]>((done, failed) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/api/v1/public/attachments?${new URLSearchParams({ name: file.name })}`);
    // The service looks at the content; what systems call a file differs (a ZIP of Windows has a name of its own).
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.upload.onprogress = ({ loaded, total }) => tell(loaded / total);
    request.onerror = () => failed(new Offline());
    request.onload = () => {
      if (request.status === 201) done(parsed(request.responseText) as Schemas["UploadedAttachment"]);
      else failed(problemOf(request));
    };
    request.send(file);
  });
  return sending.finally(() => (underWay.value -= 1));
}

/** 1.2 MB */
export const sizeText = (bytes: number): string =>
  bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
