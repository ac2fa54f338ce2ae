using System.Security.Cryptography;
using System.Text;

public static class Webhooks
{
    const int ToleranceSeconds = 300;

    /// <param name="secrets">The ones you know: one, or two while you replace it.</param>
    /// <param name="header">Gives a header of the request by its name, or null.</param>
    /// <param name="body">The bytes as they came.</param>
    public static bool Verify(IEnumerable<string> secrets, Func<string, string?> header, byte[] body)
    {
        string id = header("webhook-id") ?? "", sentAt = header("webhook-timestamp") ?? "";
        long now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        if (!long.TryParse(sentAt, out long sent) || sent < now - ToleranceSeconds || sent > now + ToleranceSeconds)
            return false;
        string[] offered = (header("webhook-signature") ?? "").Split(' ');
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{sentAt}."), .. body];
        return secrets.Any(secret =>
        {
            string encoded = secret.StartsWith("whsec_") ? secret["whsec_".Length..] : secret;
            byte[] digest = HMACSHA256.HashData(Convert.FromBase64String(encoded), signed);
            byte[] expected = Encoding.UTF8.GetBytes("v1," + Convert.ToBase64String(digest));
            return offered.Any(given => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), expected));
        });
    }
}
