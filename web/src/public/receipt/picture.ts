// The receipt as a picture that a telephone keeps among its photos.
import { longDay } from "@/shared/dates";
import { encode } from "uqr";
import { inGroups, type Receipt, statusAddress } from "./receipt";

const WIDTH = 900;
const HEIGHT = 1180;
const EDGE = 70;
const FONT = '"PingFang SC", "Noto Sans CJK SC", "Noto Sans SC", "Microsoft YaHei", sans-serif';

/** Writes a line in a size that fits the width. */
function write(pen: CanvasRenderingContext2D, text: string, y: number, size: number, weight = 400): void {
  pen.font = `${weight} ${size}px ${FONT}`;
  const tooWide = pen.measureText(text).width / (WIDTH - 2 * EDGE);
  if (tooWide > 1) pen.font = `${weight} ${Math.floor(size / tooWide)}px ${FONT}`;
  pen.fillText(text, EDGE, y);
}

function drawCode(pen: CanvasRenderingContext2D, address: string, x: number, y: number, width: number): void {
  const { data, size } = encode(address, { ecc: "M", border: 0 });
  const dot = Math.floor(width / size);
  data.forEach((row, down) => row.forEach((isDark, right) => isDark && pen.fillRect(x + right * dot, y + down * dot, dot, dot)));
}

function draw(pen: CanvasRenderingContext2D, receipt: Receipt): void {
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, WIDTH, HEIGHT);
  pen.fillStyle = "#000";
  write(pen, "政府信息公开申请回执", 120, 44, 700);
  write(pen, receipt.organ.name, 180, 34);
  write(pen, "申请编号", 270, 32);
  write(pen, receipt.number, 335, 58, 700);
  write(pen, "查询码", 420, 32);
  write(pen, inGroups(receipt.query_code), 490, 66, 700);
  write(pen, `${longDay(receipt.received_on)}收到，${receipt.due_text}`, 570, 34, 600);
  if (receipt.telephone) write(pen, `电话：${receipt.telephone}`, 625, 34);
  drawCode(pen, statusAddress(receipt.number), EDGE, 680, 360);
  write(pen, "扫一扫，输入查询码，看进度", 1090, 32);
  write(pen, "查询码只给您本人，请不要告诉别人", 1135, 28);
}

/** Saves the receipt as a PNG file. */
export function savePicture(receipt: Receipt): void {
  const canvas = document.createElement("canvas");
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  const pen = canvas.getContext("2d");
  if (!pen) return;
  draw(pen, receipt);
  const link = document.createElement("a");
  link.download = `申请回执-${receipt.number}.png`;
  link.href = canvas.toDataURL("image/png");
  link.click();
}
