import { Injectable } from '@nestjs/common';
import { hash, verify } from '@node-rs/argon2';

/** argon2id with the parameters OWASP names for a server: 19 MiB, two passes, one lane. */
const OPTIONS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** Of a random text that nobody knows: compared with when there is no user, so that the answer takes as long. */
const NOBODY = hash(crypto.randomUUID(), OPTIONS);

@Injectable()
export class PasswordHasher {
  hash(password: string): Promise<string> {
    return hash(password, OPTIONS);
  }

  /** Takes as long for an unknown user (null) as for a wrong password. */
  async verify(passwordHash: string | null, password: string): Promise<boolean> {
    const matches = await verify(passwordHash ?? (await NOBODY), password);
    return passwordHash !== null && matches;
  }
}
