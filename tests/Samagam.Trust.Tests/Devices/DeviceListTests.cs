namespace Samagam.Trust.Tests;

public sealed class DeviceListTests
{
    private static (DeviceCredential Device, string Secret) Button(string id = "button-7") =>
        DeviceCredential.Create(id, "Ram Ghat, step 12", 23.185, 75.767, [DeviceCredential.OwnTopics(id)], new SeededLuck(5));

    [Fact]
    public void A_button_is_known_at_every_box_by_its_secret_and_the_secret_is_in_no_file()
    {
        using var mesh = new TestMesh();
        var (device, secret) = Button();
        Assert.Equal(DeviceCredential.SecretChars, secret.Length);
        DeviceList.Empty(mesh.Authority.MeshName).With(device).Sign(mesh.Authority).WriteFiles(mesh.Folder.File(DeviceList.FileName));
        Assert.DoesNotContain(secret, File.ReadAllText(mesh.Folder.File(DeviceList.FileName)), StringComparison.Ordinal);
        var list = DeviceList.Load(mesh.Folder.Path, mesh.Public).Value!;
        Assert.Equal("Ram Ghat, step 12", list.Verify("button-7", secret).Value!.Label);
        Assert.Equal(TrustProblem.WrongSecret, list.Verify("button-7", secret + "x").Problem);
        Assert.Equal(TrustProblem.WrongSecret, list.Verify("button-7", "").Problem);
        Assert.Equal(TrustProblem.WrongSecret, list.Verify("button-7", new string('x', DeviceCredential.MaxSecretChars + 1)).Problem);
        Assert.Equal(TrustProblem.Missing, list.Verify("button-8", secret).Problem);
    }

    [Fact]
    public void The_hash_is_the_published_pbkdf2()
    {
        // RFC 7914 §11: PBKDF2-HMAC-SHA-256, P="Password", S="NaCl", c=80000, dkLen=64; the first 32 bytes are the first block.
        var known = Convert.ToBase64String(Convert.FromHexString("4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56"));
        // The device's salt has a fixed length, so the vector is checked on the primitive with the same parameters.
        Assert.Equal(known, Convert.ToBase64String(System.Security.Cryptography.Rfc2898DeriveBytes.Pbkdf2("Password", "NaCl"u8.ToArray(), 80000,
            System.Security.Cryptography.HashAlgorithmName.SHA256, 32)));
        var device = Button().Device;
        var again = System.Security.Cryptography.Rfc2898DeriveBytes.Pbkdf2(Button().Secret, Convert.FromBase64String(device.Salt), device.Iterations,
            System.Security.Cryptography.HashAlgorithmName.SHA256, 32);
        Assert.Equal(device.SecretHash, Convert.ToBase64String(again));
    }

    [Fact]
    public void Fields_stand_on_their_limits()
    {
        var good = Button().Device;
        Assert.Null(good.Problem());
        Assert.Null((good with { Id = new string('b', DeviceCredential.MaxIdChars) }).Problem());
        Assert.NotNull((good with { Id = new string('b', DeviceCredential.MaxIdChars + 1) }).Problem());
        Assert.NotNull((good with { Id = "a/b" }).Problem());
        Assert.NotNull((good with { Label = new string('b', DeviceCredential.MaxLabelBytes + 1) }).Problem());
        Assert.NotNull((good with { Topics = [] }).Problem());
        Assert.Null((good with { Topics = [.. Enumerable.Repeat("a/+/b", DeviceCredential.MaxTopics)] }).Problem());
        Assert.NotNull((good with { Topics = [.. Enumerable.Repeat("a", DeviceCredential.MaxTopics + 1)] }).Problem());
        Assert.NotNull((good with { Topics = ["a/#/b"] }).Problem());
        Assert.NotNull((good with { Topics = ["a/b+"] }).Problem());
        Assert.NotNull((good with { Topics = [new string('t', DeviceCredential.MaxTopicChars + 1)] }).Problem());
        Assert.NotNull((good with { Iterations = DeviceCredential.MinIterations - 1 }).Problem());
        Assert.NotNull((good with { Iterations = DeviceCredential.MaxIterations + 1 }).Problem());
        Assert.NotNull((good with { Salt = "AAAA" }).Problem());
        Assert.NotNull((good with { SecretHash = "" }).Problem());
        Assert.NotNull((good with { LatitudeDeg = -91 }).Problem());
    }

    [Fact]
    public void A_list_holds_its_limit_of_devices_and_not_one_more()
    {
        using var mesh = new TestMesh();
        var device = Button().Device;
        var all = Enumerable.Range(0, DeviceList.MaxDevices + 1).Select(i => Json(device with { Id = "d" + i }));
        Assert.True(Read(all.Take(DeviceList.MaxDevices)).Ok);
        Assert.Equal(TrustProblem.TooLarge, Read(all).Problem);
        Assert.Equal(TrustProblem.Malformed, Read([Json(device), Json(device)]).Problem);
        Assert.Throws<InvalidOperationException>(() => Read(all.Take(DeviceList.MaxDevices)).Value!.With(device));

        Verdict<DeviceList> Read(IEnumerable<string> devices) => DeviceList.Read(mesh.Authority.Sign(SignedKind.Devices,
            System.Text.Encoding.UTF8.GetBytes($"{{\"mesh\":\"Simhastha 2028\",\"version\":1,\"devices\":[{string.Join(',', devices)}]}}")), mesh.Public);

        static string Json(DeviceCredential d) => System.Text.Json.JsonSerializer.Serialize(d, System.Text.Json.JsonSerializerOptions.Web);
    }
}
