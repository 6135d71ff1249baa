"""The messages of echo.proto, from the descriptor the .NET side was compiled from: no generated stubs."""
import sys

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory


def load(path):
    file = descriptor_pb2.FileDescriptorProto()
    with open(path, "rb") as f:
        file.ParseFromString(f.read())
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)

    def message(name):
        descriptor = pool.FindMessageTypeByName("samagam.test.v1." + name)
        if hasattr(message_factory, "GetMessageClass"):
            return message_factory.GetMessageClass(descriptor)
        return message_factory.MessageFactory(pool).GetPrototype(descriptor)

    return message("Ping"), message("Pong")


def say(*words):
    print(*words, flush=True)


if __name__ == "__main__":
    sys.exit("a module of echo_client.py and echo_server.py")
