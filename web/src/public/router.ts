// The pages of the requesters. Each is loaded when it is first opened; the first page of most visits comes at once.
import { createRouter, createWebHistory } from "vue-router";
import HomePage from "./home/HomePage.vue";
import { showOfficeOf } from "./shell/office";

declare module "vue-router" {
  interface RouteMeta {
    /** The name of the page in the browser's tab. */
    title: string;
  }
}

export const SITE = "政府信息公开申请";

export const router = createRouter({
  history: createWebHistory("/"),
  routes: [
    { path: "/", name: "home", component: HomePage, meta: { title: "" } },
    { path: "/guide", name: "guide", component: () => import("./guide/GuidePage.vue"), meta: { title: "公开指南" } },
    { path: "/organs", name: "organs", component: () => import("./organs/ChoosePage.vue"), meta: { title: "选择行政机关" } },
    { path: "/organs/:organ", name: "organ", component: () => import("./organs/OrganPage.vue"), meta: { title: "机关的公开指南" }, props: true },
    { path: "/organs/:organ/form", name: "blank-form", component: () => import("./organs/BlankFormPage.vue"), meta: { title: "空白申请表" }, props: true },
    { path: "/apply/:organ", name: "apply", component: () => import("./filing/FilingPage.vue"), meta: { title: "填写申请" }, props: true },
    { path: "/apply", redirect: { name: "organs" } },
    { path: "/receipt", name: "receipt", component: () => import("./receipt/ReceiptPage.vue"), meta: { title: "提交成功" } },
    { path: "/status", name: "status", component: () => import("./status/StatusPage.vue"), meta: { title: "查询进度" } },
    { path: "/reports", name: "reports", component: () => import("./reports/ReportsPage.vue"), meta: { title: "年度报告" } },
    { path: "/reports/:year(\\d{4})/:organ", name: "report", component: () => import("./reports/ReportPage.vue"), meta: { title: "年度报告统计表" }, props: true },
    { path: "/:rest(.*)*", name: "nothing", component: () => import("./shell/NothingPage.vue"), meta: { title: "没有这个页面" } },
  ],
  scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path && !to.query.step ? false : { top: 0 }),
});

router.afterEach((to) => {
  setTitle(to.meta.title);
  const organ = to.params.organ;
  if (typeof organ === "string") void showOfficeOf(organ);
});

/** Names the page in the browser's tab. */
export function setTitle(title: string): void {
  document.title = title ? `${title} · ${SITE}` : SITE;
}
