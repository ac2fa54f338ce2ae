package webhooks

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"strconv"
	"strings"
	"time"
)

// Verify takes the secrets that you know (one, or two while you replace it), r.Header.Get, and the body as it came.
func Verify(secrets []string, header func(string) string, body []byte) bool {
	id, sentAt := header("webhook-id"), header("webhook-timestamp")
	seconds, _ := strconv.ParseInt(sentAt, 10, 64)
	isFresh := time.Since(time.Unix(seconds, 0)).Abs() <= 5*time.Minute
	for _, secret := range secrets {
		key, _ := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
		mac := hmac.New(sha256.New, key)
		mac.Write(append([]byte(id+"."+sentAt+"."), body...))
		expected := []byte("v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil)))
		for _, given := range strings.Fields(header("webhook-signature")) {
			if isFresh && len(key) > 0 && hmac.Equal([]byte(given), expected) {
				return true
			}
		}
	}
	return false
}
