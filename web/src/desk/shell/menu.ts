// The menu: each role sees what it works with.
import type { Role } from "../session/store";

export interface MenuItem {
  name: string;
  label: string;
  keys: string;
  roles: Role[];
}

export interface MenuGroup {
  label: string;
  items: MenuItem[];
}

const HANDLING: Role[] = ["registrar", "handler", "reviewer", "signer"];
const SEEING: Role[] = [...HANDLING, "supervisor"];
const ADMINISTERING: Role[] = ["system_administrator", "security_administrator", "audit_administrator"];

export const MENU: MenuGroup[] = [
  {
    label: "办理",
    items: [
      { name: "work", label: "我的工作", keys: "g w", roles: SEEING },
      { name: "cases", label: "申请件", keys: "g c", roles: SEEING },
      { name: "intake", label: "收件", keys: "n", roles: ["registrar"] },
      { name: "imports", label: "导入台账", keys: "g i", roles: ["registrar"] },
      { name: "challenges", label: "复议诉讼", keys: "g l", roles: SEEING },
    ],
  },
  {
    label: "统计",
    items: [
      { name: "figures", label: "办理情况", keys: "g f", roles: SEEING },
      { name: "annual-table", label: "年报表", keys: "g y", roles: SEEING },
      { name: "handed-in", label: "报送的表格", keys: "g h", roles: SEEING },
    ],
  },
  {
    label: "管理",
    items: [
      { name: "people", label: "人员与角色", keys: "g p", roles: [...ADMINISTERING, "registrar"] },
      { name: "service-accounts", label: "系统账号", keys: "g k", roles: ["security_administrator"] },
      { name: "organs", label: "机关", keys: "g o", roles: [...SEEING, ...ADMINISTERING] },
      { name: "settings", label: "机关设置", keys: "g s", roles: [...HANDLING, "system_administrator"] },
      { name: "calendar", label: "放假安排", keys: "g d", roles: [...SEEING, ...ADMINISTERING] },
      { name: "audit-log", label: "审计记录", keys: "g a", roles: ["audit_administrator"] },
    ],
  },
];
