import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import ipaddr from 'ipaddr.js';
import { escapeHtml } from './escape-html.js';
import { MailStore, type WaitingMail } from './mail-store.js';

const PATH = '/dev/mails';
const SHOWN = 50;
const LOCAL_HOST = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i;
const LINK = /https?:\/\/[^\s<]+/g;

/**
 * Development without an SMTP server: shows on `/dev/mails` what would have been sent, as a page, or as JSON to whoever
 * accepts that. It opens every account, so it answers this machine alone: not by way of a proxy, not under another
 * host's name, and no page of another origin, which CORS would let read it.
 */
export function serveMailOutbox(app: NestFastifyApplication): void {
  const store = app.get(MailStore);
  app
    .getHttpAdapter()
    .getInstance()
    .get(PATH, async (request, reply) => {
      if (!isLocal(request)) {
        reply.callNotFound();
        return reply;
      }
      const items = await store.listWaiting(SHOWN);
      reply.header('Cache-Control', 'no-store');
      if (request.headers.accept?.includes('application/json') === true) return reply.send({ items });
      return reply.type('text/html; charset=utf-8').send(page(items));
    });
}

function isLocal({ headers, socket }: FastifyRequest): boolean {
  const { remoteAddress = '' } = socket;
  return (
    ipaddr.isValid(remoteAddress) &&
    ipaddr.process(remoteAddress).range() === 'loopback' &&
    LOCAL_HOST.test(headers.host ?? '') &&
    headers.origin === undefined &&
    headers['x-forwarded-for'] === undefined &&
    headers.forwarded === undefined
  );
}

function page(mails: readonly WaitingMail[]): string {
  const list = mails.length === 0 ? '<p>No mail has been written yet.</p>' : mails.map(article).join('\n');
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Mails that nobody sends</title>
<style>body{font:16px sans-serif;margin:2rem auto;max-width:48rem}pre{white-space:pre-wrap}article{border-top:1px solid #bbb}</style>
</head><body><h1>Mails that nobody sends</h1>
${list}
</body></html>
`;
}

function article({ to, subject, text, createdAt }: WaitingMail): string {
  const body = escapeHtml(text).replaceAll(LINK, (url) => `<a href="${url}" rel="noreferrer">${url}</a>`);
  return `<article><h2>${escapeHtml(subject)}</h2>
<p>to ${escapeHtml(to)}, ${createdAt.toISOString()}</p>
<pre>${body}</pre></article>`;
}
