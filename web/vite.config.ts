// Two pages of one client: `/` for requesters, `/desk/` for the office.
import { fileURLToPath, URL } from "node:url";
import vue from "@vitejs/plugin-vue";
import Components from "unplugin-vue-components/vite";
import { ElementPlusResolver } from "unplugin-vue-components/resolvers";
import { type Connect, defineConfig, type Plugin } from "vite";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Below `/desk/` every address is the desk; the rest falls back to the public page, as the service does it. */
function deskFallback(): Plugin {
  const toDesk: Connect.NextHandleFunction = (request, _response, next) => {
    const path = (request.url ?? "").split("?")[0] ?? "";
    const isPage = (path === "/desk" || path.startsWith("/desk/")) && !path.includes(".");
    if (isPage) request.url = "/desk/index.html";
    next();
  };
  return {
    name: "desk-fallback",
    configureServer: (server) => void server.middlewares.use(toDesk),
    configurePreviewServer: (server) => void server.middlewares.use(toDesk),
  };
}

const service = process.env.GONGKAI_SERVICE ?? "http://127.0.0.1:8080";
const proxy = { "/api": { target: service }, "/healthz": { target: service } };

export default defineConfig({
  plugins: [
    deskFallback(),
    vue(),
    Components({ dirs: [], dts: "src/components.d.ts", resolvers: [ElementPlusResolver()] }),
  ],
  resolve: { alias: { "@": here("./src") } },
  build: {
    outDir: "dist",
    target: "es2022",
    assetsInlineLimit: 2048,
    rollupOptions: { input: { public: here("./index.html"), desk: here("./desk/index.html") } },
  },
  server: { proxy },
  preview: { proxy },
});
