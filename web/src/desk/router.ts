// The pages of the desk. Each is loaded when it is first opened.
import { createRouter, createWebHistory } from "vue-router";
import { useSession } from "./session/store";

declare module "vue-router" {
  interface RouteMeta {
    /** The heading of the page and of the browser's tab. */
    title: string;
    /** Seen without being signed in. */
    isOpen?: boolean;
  }
}

export const router = createRouter({
  history: createWebHistory("/desk/"),
  routes: [
    { path: "/sign-in", name: "sign-in", component: () => import("./session/SignInPage.vue"), meta: { title: "登录", isOpen: true } },
    { path: "/password", name: "password", component: () => import("./session/PasswordPage.vue"), meta: { title: "修改密码" } },
    { path: "/second-factor", name: "second-factor", component: () => import("./session/SecondFactorPage.vue"), meta: { title: "第二因素" } },
    {
      path: "/",
      component: () => import("./shell/Shell.vue"),
      meta: { title: "依申请公开办理" },
      children: [
        { path: "", name: "home", redirect: () => ({ name: useSession().firstPage }) },
        { path: "work", name: "work", component: () => import("./work/WorkPage.vue"), meta: { title: "我的工作" } },
        { path: "cases", name: "cases", component: () => import("./cases/CasesPage.vue"), meta: { title: "申请件" } },
        { path: "cases/:number", name: "case", component: () => import("./cases/CasePage.vue"), meta: { title: "一件申请" } },
        { path: "intake", name: "intake", component: () => import("./intake/IntakePage.vue"), meta: { title: "收件" } },
        { path: "annual-table", name: "annual-table", component: () => import("./reports/AnnualTablePage.vue"), meta: { title: "年报表" } },
        { path: "figures", name: "figures", component: () => import("./figures/FiguresPage.vue"), meta: { title: "办理情况" } },
        { path: "people", name: "people", component: () => import("./people/PeoplePage.vue"), meta: { title: "人员与角色" } },
        { path: "people/:login", name: "person", component: () => import("./people/PersonPage.vue"), meta: { title: "人员" } },
        { path: "account", name: "account", component: () => import("./people/AccountPage.vue"), meta: { title: "本人与登录会话" } },
        { path: "service-accounts", name: "service-accounts", component: () => import("./people/ServiceAccountsPage.vue"), meta: { title: "系统账号" } },
        { path: "challenges", name: "challenges", component: () => import("./challenges/ChallengesPage.vue"), meta: { title: "复议诉讼" } },
        { path: "challenges/:id", name: "challenge", component: () => import("./challenges/ChallengePage.vue"), meta: { title: "复议、诉讼" } },
        { path: "handed-in", name: "handed-in", component: () => import("./reports/HandedInPage.vue"), meta: { title: "报送的表格" } },
        { path: "imports", name: "imports", component: () => import("./imports/ImportsPage.vue"), meta: { title: "导入台账" } },
        { path: "organs", name: "organs", component: () => import("./organs/OrgansPage.vue"), meta: { title: "机关" } },
        { path: "organs/:code", name: "organ", component: () => import("./organs/OrganPage.vue"), meta: { title: "一个机关" } },
        { path: "settings", name: "settings", component: () => import("./settings/SettingsPage.vue"), meta: { title: "机关设置" } },
        { path: "calendar", name: "calendar", component: () => import("./calendar/CalendarPage.vue"), meta: { title: "放假安排" } },
        { path: "audit-log", name: "audit-log", component: () => import("./audit/AuditLogPage.vue"), meta: { title: "审计记录" } },
        { path: ":rest(.*)*", name: "nothing", component: () => import("./shell/NothingHere.vue"), meta: { title: "没有这个页面" } },
      ],
    },
  ],
});

router.beforeEach(async (to) => {
  const session = useSession();
  if (to.meta.isOpen) return true;
  if (!(await session.load())) return { name: "sign-in", query: { then: to.fullPath } };
  const due = session.due;
  return due && due !== to.name ? { name: due } : true;
});

router.afterEach((to) => {
  document.title = `${to.meta.title} · 依申请公开办理`;
});
