<?php

declare(strict_types=1);

const TOLERANCE_SECONDS = 300;

/**
 * @param string[] $secrets the ones you know: one, or two while you replace it
 * @param array<string, string> $headers names in lower case
 * @param string $body the bytes as they came: file_get_contents('php://input')
 */
function verify_webhook(array $secrets, array $headers, string $body): bool
{
    $id = $headers['webhook-id'] ?? '';
    $sentAt = $headers['webhook-timestamp'] ?? '';
    if (!ctype_digit($sentAt) || abs(time() - (int) $sentAt) > TOLERANCE_SECONDS) {
        return false;
    }
    foreach ($secrets as $secret) {
        $key = base64_decode(preg_replace('/^whsec_/', '', $secret));
        $expected = 'v1,' . base64_encode(hash_hmac('sha256', "$id.$sentAt.$body", $key, true));
        foreach (explode(' ', $headers['webhook-signature'] ?? '') as $given) {
            if (hash_equals($expected, $given)) {
                return true;
            }
        }
    }
    return false;
}
