// A real service for the tests: the demo database made anew in a temporary folder, served on a free port by the program
// that GONGKAI_BIN names, with the client in it; where it was built without, a server of the built client stands before it.
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { preview } from "vite";

const PASSWORD = "demo-Ginkgo-37";

function freePort() {
  return new Promise((found, failed) => {
    const probe = createServer();
    probe.once("error", failed);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => found(port));
    });
  });
}

async function untilReady(address, child, log) {
  for (let tries = 0; tries < 200; tries += 1) {
    if (child.exitCode !== null) throw new Error(`the service ended: ${readFileSync(log, "utf8")}`);
    const answer = await fetch(`${address}/healthz`).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((go) => setTimeout(go, 100));
  }
  throw new Error("the service did not become ready");
}

/** Whether the program has the client in it. */
async function isWhole(service) {
  const page = await fetch(service, { headers: { accept: "text/html" } });
  return (await page.text()).includes('id="app"');
}

/** A server of the built client before a program that was built without it. */
async function startPreview(service) {
  process.env.GONGKAI_SERVICE = service;
  const root = fileURLToPath(new URL("..", import.meta.url));
  return preview({
    root,
    configFile: join(root, "vite.config.ts"),
    logLevel: "error",
    preview: { port: await freePort(), host: "127.0.0.1" },
  });
}

/** Starts everything; `stop` ends it and removes the folder. */
export async function startService() {
  const program = resolve(process.env.GONGKAI_BIN ?? "../target/release/gongkai");
  const folder = mkdtempSync(join(tmpdir(), "gongkai-web-"));
  const made = spawnSync(program, ["demo"], { cwd: folder, encoding: "utf8" });
  if (made.error) throw made.error;
  const port = await freePort();
  const log = openSync(join(folder, "service.log"), "a");
  // What the tests are told is no setting of the service, which refuses names that it does not know.
  const ours = new Set(["GONGKAI_BIN", "GONGKAI_SERVICE", "GONGKAI_SHOTS", "GONGKAI_ELDER"]);
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.has(name)));
  const child = spawn(program, ["serve", "--database", "sqlite:data/demo.db", "--listen", `127.0.0.1:${port}`], {
    cwd: folder,
    env: { ...env, GONGKAI_SECURE_COOKIES: "false" },
    stdio: ["ignore", log, log],
  });
  const service = `http://127.0.0.1:${port}`;
  await untilReady(service, child, join(folder, "service.log"));
  const front = (await isWhole(service)) ? undefined : await startPreview(service);
  return {
    address: front ? front.resolvedUrls.local[0].replace(/\/$/, "") : service,
    password: PASSWORD,
    folder,
    async stop() {
      await front?.close();
      child.kill();
      await new Promise((gone) => child.once("exit", gone));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
