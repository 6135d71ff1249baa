"""gRPC's own client (python3-grpcio) against our server: echo_client.py DESCRIPTOR ADDRESS CASE; prints what it saw."""
import sys

import grpc

from echo_messages import load, say

Ping, Pong = load(sys.argv[1])
ADDRESS, CASE = sys.argv[2], sys.argv[3]
SERVICE = "/samagam.test.v1.Echo/"
ENOUGH = 20
OUT = Ping.SerializeToString
IN = Pong.FromString


def ended(call):
    """Status and text of a call that is expected to fail."""
    try:
        call()
    except grpc.RpcError as e:
        say("status", e.code().name)
        say("text", e.details())
        return e
    say("status", "OK")
    return None


def unary(channel):
    pong = channel.unary_unary(SERVICE + "Say", OUT, IN)(Ping(number=7, text="राम घाट", body=b"\0" * 300_000), timeout=ENOUGH)
    say(pong.number, pong.text, len(pong.body))


def stream(channel):
    pongs = list(channel.unary_stream(SERVICE + "Count", OUT, IN)(Ping(number=500), timeout=ENOUGH))
    say(len(pongs), pongs == [Pong(number=i) for i in range(500)])


def empty_stream(channel):
    call = channel.unary_stream(SERVICE + "Count", OUT, IN)(Ping(number=0), timeout=ENOUGH)
    say(len(list(call)), call.code().name)


def chat(channel):
    # Each message is written only after the answer to the one before was read: a true conversation.
    import queue
    outbox = queue.Queue()
    call = channel.stream_stream(SERVICE + "Chat", OUT, IN)(iter(outbox.get, None), timeout=ENOUGH)
    call.initial_metadata()  # There before anything was written: the server sends its headers early.
    for i in range(50):
        outbox.put(Ping(number=i, body=b"x" * (i * 1000)))
        pong = next(call)
        assert pong.number == i and len(pong.body) == i * 1000, (i, pong.number, len(pong.body))
    outbox.put(None)
    say(len(list(call)), call.code().name)


def fail(channel):
    ended(lambda: channel.unary_unary(SERVICE + "Fail", OUT, IN)(Ping(number=5, text="no such घाट: 100%"), timeout=ENOUGH))


def fail_late(channel):
    call = channel.unary_stream(SERVICE + "CountThenFail", OUT, IN)(Ping(number=3, text="enough"), timeout=ENOUGH)
    seen = []
    ended(lambda: [seen.append(p.number) for p in call])
    say("seen", seen)


def chat_fail(channel):
    ended(lambda: list(channel.stream_stream(SERVICE + "ChatThenFail", OUT, IN)(
        iter([Ping(number=9, text="not now")]), timeout=ENOUGH)))


def unknown(channel):
    ended(lambda: channel.unary_unary(SERVICE + "Nothing", OUT, IN)(Ping(), timeout=ENOUGH))


def deadline(channel):
    ended(lambda: channel.unary_unary(SERVICE + "Wait", OUT, IN)(Ping(), timeout=0.2))


def compressed(channel):
    ended(lambda: channel.unary_unary(SERVICE + "Say", OUT, IN)(
        Ping(text="a" * 10_000), timeout=ENOUGH, compression=grpc.Compression.Gzip))


def large(channel):
    ended(lambda: channel.unary_unary(SERVICE + "Say", OUT, IN)(Ping(body=b"x" * (5 * 1024 * 1024)), timeout=ENOUGH))


def garbage(channel):
    ended(lambda: channel.unary_unary(SERVICE + "Say", bytes, IN)(b"\xff\xff\xff", timeout=ENOUGH))


def metadata(channel):
    pong, call = channel.unary_unary(SERVICE + "Meta", OUT, IN).with_call(
        Ping(), timeout=ENOUGH, metadata=(("x-name", "node-7"), ("x-bytes-bin", b"\0\xff\1\2")))
    trailers = dict(call.trailing_metadata())
    say(pong.text, list(pong.body), trailers["x-name"], list(trailers["x-bytes-bin"]))


def cancel(channel):
    call = channel.unary_unary(SERVICE + "Wait", OUT, IN).future(Ping(), timeout=ENOUGH)
    say("waiting")
    sys.stdin.readline()  # The test says when the handler runs.
    say("cancelled", call.cancel())


with grpc.insecure_channel(ADDRESS, options=[("grpc.max_send_message_length", -1)]) as shared:
    globals()[CASE](shared)
