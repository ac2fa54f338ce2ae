/** What became of an attempt. Reasons are codes of the protocol; they hold no address and no text of the server. */
export type MailOutcome =
  | { readonly kind: 'sent' }
  /** The server will never take this message: another attempt would fail alike. */
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'retry'; readonly reason: string };
