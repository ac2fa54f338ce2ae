import { escapeHtml } from './escape-html.js';
import type { MailContent } from './mail.js';
import { oneLine } from './one-line.js';

const LONGEST_SUBJECT = 200;

export interface MailText {
  readonly subject: string;
  /** Plain sentences. */
  readonly paragraphs: readonly string[];
  /** What the reader is asked to do. */
  readonly action?: { readonly label: string; readonly url: string };
  /** Said after the action. */
  readonly closing?: readonly string[];
}

/** Writes the plain text and the HTML of a mail from one source. */
export function composeMail({ subject, paragraphs, action, closing = [] }: MailText): MailContent {
  const calls = action === undefined ? [] : [`${action.label}:\n${action.url}`];
  const html = [
    ...paragraphs.map(paragraphHtml),
    ...(action === undefined ? [] : [actionHtml(action)]),
    ...closing.map(paragraphHtml),
  ];
  return {
    subject: oneLine(subject, LONGEST_SUBJECT),
    text: `${[...paragraphs, ...calls, ...closing].join('\n\n')}\n`,
    html: `<!doctype html>\n<html><body style="font-family:sans-serif">\n${html.join('\n')}\n</body></html>\n`,
  };
}

function paragraphHtml(text: string): string {
  return `<p>${escapeHtml(text)}</p>`;
}

/** The address stands there in full as well: whoever reads may compare it before following it. */
function actionHtml({ label, url }: { label: string; url: string }): string {
  const href = escapeHtml(url);
  return `<p><a href="${href}"><strong>${escapeHtml(label)}</strong></a></p>\n<p>${href}</p>`;
}
