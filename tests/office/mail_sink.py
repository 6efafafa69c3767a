"""A mail server for tests: `mail_sink.py none|starttls|tls FOLDER`. Says where it listens, then every mail that it took,
a line of JSON each, as the email package of Python reads it.

What becomes of a mail is decided by whom it is to: `refused@` never, `unknown@` neither, `busy@` not at the first try,
`slow@` after a minute, `steady@` in a fifth of a second, `cut@` is taken at the first try but the connection ends before
that is said."""

import asyncio
import collections
import email
import email.policy
import json
import pathlib
import ssl
import sys

import trustme
from aiosmtpd.smtp import SMTP, AuthResult

LOGIN = (b"gk", b"geheim-37")
TRIES = collections.Counter()


def told(line):
    print(line, flush=True)


def part(one):
    text = one.get_content().replace("\r\n", "\n")
    return {"type": one.get_content_type(), "charset": one.get_content_charset(), "text": text}


class Sink:
    async def handle_RCPT(self, server, session, envelope, address, options):
        user = address.split("@")[0]
        TRIES[address] += 1
        if user == "refused":
            return "550 5.1.1 <" + address + "> is nobody here"
        if user == "busy" and TRIES[address] == 1:
            return "451 4.3.2 come again"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        to = envelope.rcpt_tos[0]
        user = to.split("@")[0]
        if user == "slow":
            await asyncio.sleep(60)
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        told(json.dumps({
            "envelope_from": envelope.mail_from, "to": to, "is_encrypted": server.transport.get_extra_info("sslcontext") is not None,
            "from": str(mail["from"]), "subject": str(mail["subject"]), "message_id": mail["message-id"],
            "automatic": mail["auto-submitted"], "date": mail["date"].datetime.isoformat(),
            "type": mail.get_content_type(), "parts": [part(one) for one in mail.iter_parts()],
            "is_ascii": envelope.content.isascii(),
        }))
        if user == "steady":
            await asyncio.sleep(0.2)
        if user == "cut" and TRIES[to] == 1:
            server.transport.abort()
        return "250 OK"


def authenticated(server, session, envelope, mechanism, data):
    # What is not handled here the server answers.
    return AuthResult(success=(data.login, data.password) == LOGIN, handled=False)


async def serve(security, folder):
    tls = None
    if security != "none":
        authority = trustme.CA()
        tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        authority.issue_cert("localhost").configure_cert(tls)
        authority.cert_pem.write_to_path(pathlib.Path(folder) / "authority.pem")

    def door():
        starttls = tls if security == "starttls" else None
        return SMTP(
            Sink(), hostname="sink", tls_context=starttls, require_starttls=starttls is not None,
            authenticator=authenticated, auth_required=security != "none",
            auth_require_tls=security == "starttls", enable_SMTPUTF8=False,
        )

    wrapped = tls if security == "tls" else None
    server = await asyncio.get_running_loop().create_server(door, "127.0.0.1", 0, ssl=wrapped)
    told(server.sockets[0].getsockname()[1])
    await server.serve_forever()


asyncio.run(serve(*sys.argv[1:3]))
