"""gRPC's own server (python3-grpcio) for our client: echo_server.py DESCRIPTOR; prints its port, and the calls it sees cancelled."""
import sys
from concurrent import futures
import threading

import grpc

from echo_messages import load, say

Ping, Pong = load(sys.argv[1])
CODES = {code.value[0]: code for code in grpc.StatusCode}


def answer(ping):
    return Pong(number=ping.number, text=ping.text, body=ping.body)


def count(ping, context):
    return (Pong(number=i) for i in range(ping.number))


def chat(pings, context):
    return (answer(ping) for ping in pings)


def fail(ping, context):
    context.abort(CODES[ping.number], ping.text)


def count_then_fail(ping, context):
    yield from (Pong(number=i) for i in range(ping.number))
    context.abort(grpc.StatusCode.RESOURCE_EXHAUSTED, ping.text)


def chat_then_fail(pings, context):
    first = next(pings)
    context.abort(CODES[first.number], first.text)
    yield


def wait(ping, context):
    over = threading.Event()
    remaining = context.time_remaining()
    context.add_callback(over.set)
    say("waiting", "for ever" if remaining is None or remaining > 1e6 else "bounded")
    over.wait()
    say("over")
    return Pong()


def meta(ping, context):
    sent = dict(context.invocation_metadata())
    context.set_trailing_metadata((("x-name", sent["x-name"]), ("x-bytes-bin", sent["x-bytes-bin"])))
    return Pong(text=sent["x-name"], body=sent["x-bytes-bin"])


def compressed(ping, context):
    context.set_compression(grpc.Compression.Gzip)
    return answer(ping)


def handler(kind, function):
    return kind(function, Ping.FromString, Pong.SerializeToString)


server = grpc.server(futures.ThreadPoolExecutor(max_workers=8))
server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler("samagam.test.v1.Echo", {
    "Say": handler(grpc.unary_unary_rpc_method_handler, lambda ping, context: answer(ping)),
    "Count": handler(grpc.unary_stream_rpc_method_handler, count),
    "Chat": handler(grpc.stream_stream_rpc_method_handler, chat),
    "Fail": handler(grpc.unary_unary_rpc_method_handler, fail),
    "CountThenFail": handler(grpc.unary_stream_rpc_method_handler, count_then_fail),
    "ChatThenFail": handler(grpc.stream_stream_rpc_method_handler, chat_then_fail),
    "Wait": handler(grpc.unary_unary_rpc_method_handler, wait),
    "Meta": handler(grpc.unary_unary_rpc_method_handler, meta),
    "Compressed": handler(grpc.unary_unary_rpc_method_handler, compressed),
}),))
port = server.add_insecure_port("127.0.0.1:0")
server.start()
say("port", port)
sys.stdin.read()  # Until the test closes it.
server.stop(0)
