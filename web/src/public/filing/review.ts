// The draft as a list of facts, to be read once more before it is sent.
import { FORMS, REQUESTER_KINDS, WAYS_WANTED } from "@/shared/words";
import { type Draft } from "./draft";
import { STEPS } from "./checks";

interface Fact {
  name: string;
  text: string;
}

const fact = (name: string, text: string): Fact => ({ name, text: text.trim() });
const given = (facts: Fact[]): Fact[] => facts.filter(({ text }) => text);
const namesOf = ({ files }: Draft, ...kinds: string[]): string =>
  files.filter(({ kind }) => kinds.includes(kind)).map(({ name }) => name).join("、");

/** A number of which only the ends are read, as somebody may look over the shoulder. */
export function masked(number: string): string {
  const text = number.trim();
  return text.length < 10 ? text : `${text.slice(0, 4)}${"*".repeat(text.length - 8)}${text.slice(-4)}`;
}

function requesterFacts(draft: Draft): Fact[] {
  const { requester: who, agent } = draft;
  const isPerson = draft.asks_as === "person";
  return given([
    fact(isPerson ? "姓名" : "单位名称", who.name),
    fact("单位类型", !isPerson && draft.organization_kind ? REQUESTER_KINDS[draft.organization_kind] : ""),
    fact(isPerson ? "证件号码" : "代码或证明", masked(who.identity_number)),
    fact("法定代表人或负责人", isPerson ? "" : who.representative),
    fact("联系人", isPerson ? "" : who.contact_person),
    fact("联系电话", who.phone),
    fact("电子邮箱", who.email),
    fact("通信地址", [who.address, who.postcode].filter(Boolean).join("，")),
    fact("代办人", draft.has_agent ? `${agent.name}（${agent.authority}）` : ""),
    fact("上传的证明", namesOf(draft, "identity_paper", "proxy")),
  ]);
}

function itemFacts(draft: Draft): Fact[] {
  const facts = draft.items.map(({ title, document_number, description }, index) =>
    fact(draft.items.length > 1 ? `第${index + 1}项` : "内容", [title, document_number, description].filter((text) => text.trim()).join("\n")),
  );
  return given([...facts, fact("上传的材料", namesOf(draft, "evidence"))]);
}

function deliveryFacts({ wanted_form, wanted_way }: Draft): Fact[] {
  return given([fact("形式", wanted_form && FORMS[wanted_form]), fact("怎样拿到", wanted_way && WAYS_WANTED[wanted_way])]);
}

/** The facts by step. */
export function reviewOf(draft: Draft): { step: number; title: string; facts: Fact[] }[] {
  const parts = [requesterFacts(draft), itemFacts(draft), deliveryFacts(draft)];
  return parts.map((facts, index) => ({ step: index + 1, title: STEPS[index] ?? "", facts }));
}
