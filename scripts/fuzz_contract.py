"""Hooks for schemathesis: who asks, which cases there are, and what the contract's schemas cannot say."""

import itertools
import os

import requests
import schemathesis
from schemathesis.core.parameters import ParameterLocation

URL = os.environ["FUZZ_URL"]
LOGIN_NAME = os.environ["FUZZ_LOGIN_NAME"]
PASSWORD = "demo-Ginkgo-37"
ORGAN = "620402"
# Whoever does one of these has no session any more; they are done by somebody who does nothing else.
ENDS_SESSIONS = {"sign_out", "sign_out_everywhere", "end_session"}
# What the demo has.
THERE = {"code": ORGAN, "year": 2020, "row": "granted", "column": "total"}
BY_POST = {"way": "post", "postal_number": "EMS1"}
# Acts one after another; each case of the pool stops at another one.
LIFE = [
    ("receipt-confirmation", {"evidence": "当面"}),
    ("registration", {}),
    ("assignment", {"department": None}),
    ("signing-for", {}),
    ("searches", {"places": "档案室", "keywords": "资金", "searched_by": "邓", "found": False, "result": "未找到"}),
    ("draft", {"decisions": [{"item": 1, "outcome": "does_not_exist", "reason": "经检索未制作、获取"}]}),
    ("submission", {}),
]
# What a case may wait for, after it was signed for.
WAITS = [
    ("amendment-notice", {"missing": ["文号"], "dispatch": BY_POST}),
    ("fee-notice", {"method": "by_page", "amount": 20, "basis": "收费标准", "dispatch": BY_POST}),
    ("consultations", {"whom": "third_party", "name": "某公司", "question": "是否同意公开", "dispatch": BY_POST}),
    ("extension", {"working_days": 5, "reason": "需要检索"}),
]


def signed_in(login_name):
    """The header of a new session."""
    told = {"login_name": login_name, "password": PASSWORD}
    reply = requests.post(f"{URL}/session", json=told, timeout=10)
    reply.raise_for_status()
    return {"Authorization": "Bearer " + reply.json()["access_token"]}


def etag(number, asker):
    return requests.get(f"{URL}/cases/{number}", headers=asker, timeout=10).headers.get("ETag", '"1"')


def department():
    """A new department of the organ."""
    administrator = signed_in("xitong")
    made = requests.post(f"{URL}/organs/{ORGAN}/departments", json={"name": "法制科"}, headers=administrator, timeout=10)
    if made.status_code == 201:
        return made.json()["id"]
    return requests.get(f"{URL}/organs/{ORGAN}/departments", headers=administrator, timeout=10).json()[0]["id"]


def pool(asker):
    """Cases at every step of LIFE, and in every wait."""
    LIFE[2][1]["department"] = department()
    arrival = {"channel": "counter", "requester_kind": "natural_person", "items": ["某项资金的安排"]}
    lives = [LIFE[:steps] for steps in range(len(LIFE) + 1)] + [[*LIFE[:4], wait] for wait in WAITS]
    numbers = []
    for life in lives:
        told = {"organ": ORGAN, "requester": {"name": "王䶮"}, "request": arrival}
        made = requests.post(f"{URL}/cases", json=told, headers=asker, timeout=10)
        made.raise_for_status()
        number = made.json()["number"]
        for act, body in life:
            headers = {**asker, "If-Match": etag(number, asker)}
            done = requests.post(f"{URL}/cases/{number}/{act}", json=body, headers=headers, timeout=10)
            assert done.ok, (act, done.text)
        numbers.append(number)
    return itertools.cycle(numbers)


def filed():
    """The number and the code of a request that is filed."""
    requester = {"name": "王䶮", "identity_kind": "passport", "identity_number": "E12345678", "phone": "13800000000"}
    told = {"organ": ORGAN, "requester_kind": "natural_person", "requester": requester, "items": [{"title": "某文件"}],
            "wanted_form": "paper", "wanted_way": "collect", "consent": True}
    made = requests.post(f"{URL}/public/requests", json=told, timeout=10)
    made.raise_for_status()
    return {"number": made.json()["number"], "code": made.json()["query_code"]}


FILED = filed()
CLERK = signed_in("dengji")
# Administrators are asked for nothing about cases, and may have taken the clerk's rights away.
NUMBERS = pool(CLERK) if LOGIN_NAME == "dengji" else itertools.repeat("620402-2026-000001")


ASKER = signed_in(LOGIN_NAME)
# Too many wrong old passwords lock an account.
FORGETFUL = signed_in("shenhe")


@schemathesis.auth(refresh_interval=None)
class Asker:
    """The bearer token of the person who asks."""

    def get(self, case, context):
        operation = context.operation.definition.raw.get("operationId")
        if operation in ENDS_SESSIONS:
            return signed_in("zhuguan")
        return FORGETFUL if operation == "change_password" else ASKER

    def set(self, case, data, context):
        case.headers = {**(case.headers or {}), **data}


@schemathesis.hook
def before_call(context, case, kwargs):
    """Puts things that exist in the place of invented ones, where nothing is wrong on purpose."""

    def is_good(place):
        return case.meta is not None and not case.meta.is_negative_at(place)

    path = case.path_parameters or {}
    if is_good(ParameterLocation.PATH):
        if "number" in path:
            path["number"] = next(NUMBERS)
        path.update({name: value for name, value in THERE.items() if name in path})
    if is_good(ParameterLocation.QUERY) and (case.query or {}).get("organ"):
        case.query["organ"] = ORGAN
        if "as_of" in case.query:
            case.query["as_of"] = "2020-12-31"
    if is_good(ParameterLocation.HEADER) and "If-Match" in (case.headers or {}) and "number" in path:
        case.headers["If-Match"] = etag(path["number"], CLERK)
    if is_good(ParameterLocation.BODY) and isinstance(case.body, dict):
        if "organ" in case.body:
            case.body["organ"] = ORGAN
        if "code" in case.body and "number" in case.body:
            case.body.update(FILED)
            case.body.pop("attachments", None)


@schemathesis.check
def only_a_rule_refuses_what_the_contract_allows(ctx, response, case):
    """422 to good input names a rule, or one of the fields whose form no schema can say."""
    if case.meta is None or not case.meta.generation.mode.is_positive or response.status_code != 422:
        return
    problem = response.json()
    # Ours alone to read; must be the right one and a good one; must have been told before.
    names = {"cursor", "old_password", "password", "fact", "code"}
    # What must fit other fields, or what the case holds; what a batch tells must fit its act.
    names |= {"amount", "requester", "simplified", "number_patterns", "one_letter", "scopes", "parent"}
    # Must fit the kind of paper and the way that is wanted; must have been uploaded before; must end like its type.
    names |= {"attachments[0].id", "name"}
    # The contract forbids control characters in words, and 1.0 for 1; words are more than blanks.
    texts = ("控制字符", "应为整数", "不能为空", "占位符")
    fields = problem.get("fields", [])
    said = fields and all(field["name"] in names or "told" in field["name"] or field["name"].startswith("requester.") or any(t in field["text"] for t in texts) for field in fields)
    assert problem["code"] != "invalid" or said, problem


@schemathesis.deserializer("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
def workbook(context, response):
    """A workbook is held against nothing but its type."""
    return response.content.decode("latin-1")
