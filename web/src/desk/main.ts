// The clerks' desk.
import { createPinia } from "pinia";
import { createApp } from "vue";
import "@/shared/tokens.css";
import "@/shared/base.css";
import "element-plus/theme-chalk/base.css";
import "./desk.css";
import App from "./App.vue";
import { router } from "./router";

createApp(App).use(createPinia()).use(router).mount("#app");
