/** What a person reads: the same as plain text and as HTML. */
export interface MailContent {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** A message to one person. */
export interface Mail extends MailContent {
  /** Given: it is written once, however often that is asked for. */
  readonly id?: string;
  /** An e-mail address. */
  readonly to: string;
  /** When it has lost its sense, for example because its link has expired: it is not sent after that. */
  readonly expiresAt: Date;
}
