// What must stand in each step before the next one. The service checks all of it again, with the same paths.
import type { FieldErrors } from "@/api/problem";
import type { Draft } from "./draft";
import { identityFault } from "./identity";

export const STEPS = ["谁来申请", "想要什么信息", "怎样给您", "核对并提交"] as const;

/** In which step the field with this path stands. */
export function stepOf(path: string): number {
  if (path.startsWith("requester")) return 1;
  if (path.startsWith("items") || path.startsWith("attachments")) return 2;
  return path.startsWith("wanted") ? 3 : 4;
}

/** Whether a text looks like the address of a mailbox. */
export const mailFault = (text: string): string | undefined =>
  !text.trim() || /^\S+@\S+\.\S+$/.test(text.trim()) ? undefined : "电子邮箱的写法不对，例如 name@example.cn";

export const postcodeFault = (text: string): string | undefined =>
  !text.trim() || /^\d{6}$/.test(text.trim()) ? undefined : "邮政编码是6位数字";

type Check = (draft: Draft) => Record<string, string | false | undefined>;

const requester: Check = ({ asks_as, organization_kind, requester: who, has_agent, agent }) => {
  const isPerson = asks_as === "person";
  const isOrganization = asks_as === "organization";
  const hasContact = [who.phone, who.email, who.address].some((text) => text.trim());
  return {
    requester_kind: !asks_as && "请选择个人申请还是单位申请",
    "requester.name": asks_as && !who.name.trim() && (isPerson ? "请填写姓名" : "请填写单位名称"),
    "requester.organization_kind": isOrganization && !organization_kind && "请选择单位的类型",
    "requester.identity_number":
      asks_as && (who.identity_number.trim() ? identityFault(who.identity_kind, who.identity_number) : "请填写号码"),
    "requester.representative": isOrganization && !who.representative.trim() && "请填写法定代表人或者负责人",
    "requester.contact_person": isOrganization && !who.contact_person.trim() && "请填写联系人",
    "requester.phone": asks_as && !hasContact && "电话、电子邮箱、通信地址，请至少填一样",
    "requester.email": mailFault(who.email),
    "requester.postcode": postcodeFault(who.postcode),
    "requester.agent.name": has_agent && !agent.name.trim() && "请填写代办人的姓名",
    "requester.agent.authority": has_agent && !agent.authority.trim() && "请写明授权文书和权限",
  };
};

const items: Check = (draft) =>
  Object.fromEntries(
    draft.items.map((item, index) => {
      const isEmpty = ![item.title, item.document_number, item.description].some((text) => text.trim());
      return [`items[${index}].title`, isEmpty && "请写明想要的信息：名称、文号、其他描述，至少写一样"];
    }),
  );

const delivery: Check = ({ wanted_form, wanted_way, requester: who }) => {
  const needsMail = wanted_way === "email" || wanted_form === "email";
  return {
    wanted_form: !wanted_form && "请选择要什么形式的",
    wanted_way: !wanted_way && "请选择怎样拿到",
    "requester.address": wanted_way === "post" && !who.address.trim() && "选了邮寄，请填写通信地址",
    "requester.postcode": postcodeFault(who.postcode),
    "requester.email": needsMail && !who.email.trim() ? "选了电子邮件，请填写电子邮箱" : mailFault(who.email),
  };
};

const consent: Check = (draft) => ({ consent: !draft.consent && "请阅读个人信息告知，并勾选同意" });

const CHECKS: Check[] = [requester, items, delivery, consent];

/** What is wrong in a step. */
export function faultsOf(step: number, draft: Draft): FieldErrors {
  const faults = Object.entries(CHECKS[step - 1]?.(draft) ?? {});
  return Object.fromEntries(faults.filter((fault): fault is [string, string] => Boolean(fault[1])));
}
