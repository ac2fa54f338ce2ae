import { describe, expect, it } from '@jest/globals';
import { composeMail } from './compose-mail.js';

describe('composeMail', () => {
  it('says the same as text and as HTML, the link in full in both', () => {
    const url = 'https://crm.example.com/accept-invitation#token=a.b';
    const mail = composeMail({
      subject: 'Join',
      paragraphs: ['One.', 'Two.'],
      action: { label: 'Accept', url },
      closing: ['Three.'],
    });
    expect(mail.text).toBe(`One.\n\nTwo.\n\nAccept:\n${url}\n\nThree.\n`);
    expect(mail.html).toContain(`<a href="${url}"><strong>Accept</strong></a></p>\n<p>${url}</p>`);
  });

  it('lets nobody write markup, a second header or a text without end', () => {
    const mail = composeMail({
      subject: `Join\r\nBcc: everybody@example.com ${'x'.repeat(300)}`,
      paragraphs: ['<a href="https://evil.example">Acme</a> & \'Co\''],
    });
    expect(mail.subject).toMatch(/^Join Bcc: everybody@example\.com x+…$/);
    expect(mail.subject).toHaveLength(200);
    expect(mail.html).toContain(
      '&lt;a href=&quot;https://evil.example&quot;&gt;Acme&lt;/a&gt; &amp; &#39;Co&#39;',
    );
  });
});
