// The requesters' pages.
import { createApp } from "vue";
import "@/shared/tokens.css";
import "@/shared/base.css";
import "./public.css";
import "./print.css";
import App from "./App.vue";
import { router } from "./router";
import { applyView } from "./shell/view";

applyView();
createApp(App).use(router).mount("#app");
