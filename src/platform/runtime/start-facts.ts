import type { Configuration } from '../config/configuration.js';

/** What an operator wants to see of a process that has just started. No secrets: of URLs only where they lead. */
export function startFacts({
  database,
  queue,
  mail,
  storage,
}: Configuration): Readonly<Record<string, string>> {
  return {
    database: placeOf(database.url),
    ...(database.directUrl === database.url ? {} : { directDatabase: placeOf(database.directUrl) }),
    queueStore: queue.redisUrl === undefined ? 'postgres' : `redis at ${placeOf(queue.redisUrl)}`,
    files: storage.s3 === undefined ? storage.folder : `bucket ${storage.s3.bucket}`,
    mail: mail.smtpUrl === undefined ? 'kept, not sent' : `smtp at ${placeOf(mail.smtpUrl)}`,
  };
}

/** `host:port/path` of a URL, without user, password and parameters. */
function placeOf(text: string): string {
  const { host, pathname } = new URL(text);
  return `${host}${pathname === '/' ? '' : pathname}`;
}
