"""A neighbour made of other people's parts: gRPC's own client, protobuf messages built from descriptors.

arguments: descriptor set, host:port, name in the certificate, folder with ca.pem, cert.pem, key.pem, facts to bring (hex of SignedFact)
"""
import queue
import sys
import time

import grpc
from google.protobuf import descriptor_pb2, descriptor_pool

try:
    from google.protobuf import message_factory
    get_class = message_factory.GetMessageClass
except AttributeError:
    from google.protobuf.message_factory import MessageFactory
    get_class = MessageFactory().GetPrototype

descriptors, target, name, folder = sys.argv[1:5]
bring = [bytes.fromhex(text) for text in sys.argv[5:]]

pool = descriptor_pool.DescriptorPool()
files = descriptor_pb2.FileDescriptorSet()
with open(descriptors, "rb") as file:
    files.ParseFromString(file.read())
for proto in files.file:
    pool.Add(proto)
Frame = get_class(pool.FindMessageTypeByName("samagam.mesh.v1.Frame"))
SignedFact = get_class(pool.FindMessageTypeByName("samagam.facts.v1.SignedFact"))
Statement = get_class(pool.FindMessageTypeByName("samagam.facts.v1.Statement"))


def read(part):
    with open(f"{folder}/{part}.pem", "rb") as file:
        return file.read()


credentials = grpc.ssl_channel_credentials(read("ca"), read("key"), read("cert"))
channel = grpc.secure_channel(target, credentials, options=[("grpc.ssl_target_name_override", name)])
link = channel.stream_stream(
    "/samagam.mesh.v1.Mesh/Link",
    request_serializer=lambda frame: frame.SerializeToString(),
    response_deserializer=Frame.FromString)

out = queue.Queue()
number = 0


def hello(heard):
    global number
    number += 1
    frame = Frame()
    frame.hello.number = number
    frame.hello.heard = heard
    frame.hello.everything = True
    frame.hello.wall_ms = int(time.time() * 1000)
    frame.hello.clock_quality = 2
    frame.hello.sent_ms = number
    out.put(frame)


def say(text):
    print(text, flush=True)


asked = False
answered = not bring
done = False
hello(0)
for frame in link(iter(out.get, None), timeout=30):
    kind = frame.WhichOneof("frame")
    if kind == "hello":
        hello(frame.hello.number)
        if not asked:
            asked = True
            want = Frame()
            want.want.round = 7
            want.want.SetInParent()
            out.put(want)
    elif kind == "want" and not answered:
        # The box lacks everything we hold.
        facts = Frame()
        facts.facts.round = frame.want.round
        for item in bring:
            facts.facts.items.add().ParseFromString(item)
        out.put(facts)
        end = Frame()
        end.done.round = frame.want.round
        out.put(end)
    elif kind == "facts":
        acks = Frame()
        for item in frame.facts.items:
            said = Statement.FromString(item.statement)
            say(f"fact {said.kind} {said.subject} {item.statement.hex()}")
            stream = acks.ack.durable.streams.add(origin=said.origin, epoch=said.epoch, stream=said.stream)
            setattr(stream.ranges.add(to=said.seq), "from", said.seq)
        out.put(acks)
    elif kind == "done" and frame.done.round == 7:
        say(f"done more={frame.done.more}")
        done = True
    elif kind == "ack":
        for stream in frame.ack.durable.streams:
            for held in stream.ranges:
                say(f"ack {stream.origin}.{stream.epoch} {getattr(held, 'from')}-{held.to}")
                answered = answered or held.to >= len(bring)
    if done and answered:
        break
out.put(None)
say("over")
