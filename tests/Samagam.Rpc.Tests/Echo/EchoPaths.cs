namespace Samagam.Rpc.Tests.Echo;

internal static class EchoPaths
{
    public const string Say = "/samagam.test.v1.Echo/Say";
    public const string Count = "/samagam.test.v1.Echo/Count";
    public const string Chat = "/samagam.test.v1.Echo/Chat";
    public const string Fail = "/samagam.test.v1.Echo/Fail";
    public const string CountThenFail = "/samagam.test.v1.Echo/CountThenFail";
    public const string ChatThenFail = "/samagam.test.v1.Echo/ChatThenFail";
    public const string Wait = "/samagam.test.v1.Echo/Wait";
    public const string WaitChat = "/samagam.test.v1.Echo/WaitChat";
    public const string Meta = "/samagam.test.v1.Echo/Meta";
    public const string Crash = "/samagam.test.v1.Echo/Crash";
}
